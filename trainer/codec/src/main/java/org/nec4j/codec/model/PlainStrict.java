package org.nec4j.codec.model;

import org.nec4j.codec.entropy.Erf;

/** Strict arithmetic in plain Java: what every other one must equal to the bit. */
public final class PlainStrict implements StrictLibrary {
    private static final double INVERSE_SQRT_2 = 0.7071067811865476;

    @Override
    public boolean isUsable() {
        return true;
    }

    @Override
    public OrderedProduct product(float[][] transposed) {
        int inputs = transposed.length;
        int outputs = inputs == 0 ? 0 : transposed[0].length;
        return (y, x, rows) -> {
            float[] sums = new float[outputs];
            for (int row = 0; row < rows; row++) {
                System.arraycopy(y, row * outputs, sums, 0, outputs);
                OrderedSums.add(sums, x, row * inputs, transposed);
                System.arraycopy(sums, 0, y, row * outputs, outputs);
            }
        };
    }

    @Override
    public void gelu(float[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] = gelu(x[i]);
        }
    }

    /** x Φ(x). */
    public static float gelu(float x) {
        return (float) (0.5 * x * (1 + Erf.erf(x * INVERSE_SQRT_2)));
    }
}
