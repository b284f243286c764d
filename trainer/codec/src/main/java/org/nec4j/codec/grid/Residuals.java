package org.nec4j.codec.grid;

import org.nec4j.codec.error.FormatException;

/**
 * Codes what a map's values are beside what the network gives, in whole steps: s = (network + prediction) + step * q, the prediction being what
 * the neighbours' residuals came to. Contexts are how large the neighbours' q are.
 */
final class Residuals {
    /** Beyond it a value is kept as it is. */
    static final int MOST = 1 << 20;

    private static final int SIZES = 13;
    private static final int UNARY = 14;
    private static final int EXPONENTS = 22;

    private final GridVariable variable;
    private final Prediction prediction;
    private final BitCoder coder;
    private final BitCoder.Contexts zero = new BitCoder.Contexts(SIZES);
    private final BitCoder.Contexts sign = new BitCoder.Contexts(9);
    private final BitCoder.Contexts unary = new BitCoder.Contexts(SIZES * UNARY);
    private final BitCoder.Contexts exponent = new BitCoder.Contexts(EXPONENTS + 1);
    private final BitCoder.Contexts rest = new BitCoder.Contexts(EXPONENTS + 1);

    /** What neighbours say of a residual. */
    enum Prediction {
        NONE,
        MEAN,
        PLANE;

        double of(double left, double up, double corner) {
            return switch (this) {
                case NONE -> 0;
                case MEAN -> (left + up) / 2;
                case PLANE -> left + up - corner;
            };
        }
    }

    Residuals(GridVariable variable, Prediction prediction, BitCoder coder) {
        this.variable = variable;
        this.prediction = prediction;
        this.coder = coder;
    }

    /**
     * Codes a map; its cells as they are stored.
     *
     * @param network what the network gives, in stored units
     * @param missing cells without a value, which are 0 in the result
     * @param wanted  the cells to write, or null to read
     */
    double[] code(double[] network, boolean[] missing, double[] wanted) {
        int width = variable.width();
        double step = variable.step();
        double[] cells = new double[network.length];
        double[] residuals = new double[network.length];
        int[] q = new int[network.length];
        for (int i = 0; i < cells.length; i++) {
            if (missing[i]) {
                continue;
            }
            boolean first = i % width == 0;
            double left = first ? 0 : residuals[i - 1];
            double up = i < width ? 0 : residuals[i - width];
            double corner = first || i < width ? 0 : residuals[i - width - 1];
            double base = network[i] + prediction.of(left, up, corner);
            base = variable.type().isWhole() ? Math.rint(base) : base;
            q[i] = number(wanted == null ? 0 : steps(wanted[i], base, step), q, i);
            double value = base + step * q[i];
            residuals[i] = value - network[i];
            cells[i] = variable.type().cast(value);
        }
        return cells;
    }

    private static int steps(double wanted, double base, double step) {
        double q = Math.rint((wanted - base) / step);
        return Math.abs(q) <= MOST ? (int) q : 0;
    }

    private int number(int given, int[] q, int i) {
        int width = variable.width();
        boolean first = i % width == 0;
        int left = first ? 0 : q[i - 1];
        int up = i < width ? 0 : q[i - width];
        int corner = first || i < width ? 0 : q[i - width - 1];
        int other = i < width || i % width == width - 1 ? 0 : q[i - width + 1];
        long sum = 2L * Math.abs(left) + 2L * Math.abs(up) + Math.abs(corner) + Math.abs(other);
        int size = sum < 8 ? (int) sum : (int) Math.min(SIZES - 1, 5 + (63 - Long.numberOfLeadingZeros(sum)));
        if (coder.bit(given == 0 ? 0 : 1, zero, size) == 0) {
            return 0;
        }
        int signs = 3 * (Integer.signum(left) + 1) + Integer.signum(up) + 1;
        boolean negative = coder.bit(given < 0 ? 1 : 0, sign, signs) == 1;
        int magnitude = magnitude(Math.abs(given), size);
        return negative ? -magnitude : magnitude;
    }

    /** From 1 on: ones while it is larger, then, beyond them, how many bits it has and these. */
    private int magnitude(int given, int size) {
        int magnitude = 1;
        while (magnitude <= UNARY && coder.bit(given > magnitude ? 1 : 0, unary, size * UNARY + magnitude - 1) == 1) {
            magnitude++;
        }
        if (magnitude <= UNARY) {
            return magnitude;
        }
        int beyond = given - UNARY; // from 1 on
        int bits = 0;
        while (coder.bit(beyond >>> bits > 1 ? 1 : 0, exponent, bits) == 1) {
            bits++;
            if (bits > EXPONENTS) {
                throw new FormatException("a residual is larger than any that is written", 0);
            }
        }
        int value = 1;
        for (int i = bits - 1; i >= 0; i--) {
            value = value << 1 | coder.bit(beyond >>> i & 1, rest, i);
        }
        return UNARY + value;
    }
}
