package org.nec4j.codec.model;

import java.util.Arrays;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.error.UserException;

/**
 * Which symbol an encoder takes for a coefficient: that of its neighbours downwards whose squared error, in steps, plus lambda times
 * its bits is least (rate-distortion optimized quantization); without a lambda the magnitude that a dead zone gives.
 */
public final class SymbolChoice {
    /** Bits of an escaped symbol's digits, about: enough to choose between one that is escaped and one that is not. */
    private static final double ESCAPED = 8;

    private final CdfTables tables;
    private final Centres centres;
    private final double lambda;
    private final double rounding;
    private final float[][] bits; // of every entry of every row, by StrictMath, so that all machines choose alike

    /** With a price of a bit in squared steps, or 0, and the share of a step from which a dead zone's magnitudes round up. */
    public SymbolChoice(CdfTables tables, Centres centres, float lambda, float rounding) {
        if (!(lambda >= 0 && lambda < Float.POSITIVE_INFINITY) || !(rounding > 0 && rounding <= 0.5f)) {
            throw new UserException("a lambda of " + lambda + " with a rounding of " + rounding
                    + " is no quantizer; lambdas are 0 or more, roundings lie above 0 and up to 0.5");
        }
        this.tables = tables;
        this.centres = centres;
        this.lambda = lambda;
        this.rounding = rounding;
        this.bits = new float[tables.rows()][];
        Arrays.setAll(bits, row -> bitsOf(tables.cdf(row)));
    }

    /** The symbol of a coefficient that is so many steps large, under a row. */
    public int symbol(double value, int row) {
        double size = Math.abs(value);
        double magnitude = Math.floor(size + (lambda == 0 ? rounding : 0.5));
        if (!(magnitude <= Integer.MAX_VALUE)) {
            throw new UserException("a coefficient of " + value + " steps cannot be coded");
        }
        int most = (int) (value < 0 ? -magnitude : magnitude);
        if (lambda == 0 || most == 0) {
            return most;
        }
        int next = most - Integer.signum(most);
        return cost(value, next, row) <= cost(value, most, row) ? next : most;
    }

    private double cost(double value, int symbol, int row) {
        double error = value - centres.value(symbol, row);
        return error * error + lambda * bits(symbol, row);
    }

    private double bits(int symbol, int row) {
        long entry = (long) symbol - tables.offset(row);
        int escape = bits[row].length - 1;
        return entry >= 0 && entry < escape ? bits[row][(int) entry] : bits[row][escape] + ESCAPED;
    }

    private static float[] bitsOf(int[] cdf) {
        float[] costs = new float[cdf.length - 1];
        for (int i = 0; i < costs.length; i++) {
            costs[i] = (float) (CdfTables.PRECISION - StrictMath.log(cdf[i + 1] - cdf[i]) / StrictMath.log(2));
        }
        return costs;
    }
}
