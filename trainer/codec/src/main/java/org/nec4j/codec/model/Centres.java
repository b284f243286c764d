package org.nec4j.codec.model;

import org.nec4j.codec.error.UserException;

/** Where the coefficients of a symbol lie on average: beyond its magnitude by what the row says that it was coded under. */
public final class Centres {
    private final float[] beyond; // [rows, magnitudes]
    private final int magnitudes;

    /** Of so many rows: [rows, M], by how much magnitudes 1, 2, ... M and more are exceeded on average, in steps. */
    public Centres(float[] beyond, int rows) {
        if (rows == 0 || beyond.length == 0 || beyond.length % rows != 0) {
            throw new UserException(beyond.length + " centres do not divide into " + rows + " rows");
        }
        for (float centre : beyond) {
            if (!Float.isFinite(centre)) {
                throw new UserException("a centre is " + centre);
            }
        }
        this.beyond = beyond.clone();
        this.magnitudes = beyond.length / rows;
    }

    /** The largest value of any symbol. */
    double reach() {
        return Reach.SYMBOL + Reach.of(beyond);
    }

    /** What a symbol under a row stands for, in steps. */
    double value(int symbol, int row) {
        if (symbol == 0) {
            return 0;
        }
        double magnitude = Math.abs((double) symbol);
        int bin = (int) Math.min(magnitude, magnitudes) - 1;
        double value = magnitude + beyond[row * magnitudes + bin];
        return symbol < 0 ? -value : value;
    }
}
