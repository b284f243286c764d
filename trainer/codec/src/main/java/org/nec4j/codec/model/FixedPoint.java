package org.nec4j.codec.model;

/**
 * Logarithms and hyperbolic tangents of whole numbers as whole numbers, in units of 1/4096: what chooses tables has to come out alike
 * in every language.
 */
public final class FixedPoint {
    /** 1. */
    public static final int ONE = 1 << 12;

    static final int BITS = 12;

    private static final int[] LOG2 = new int[256]; // of 1 + i / 256
    private static final int[] TANH = new int[1024]; // of i / 128
    private static final int TANH_SHIFT = 5;

    static {
        for (int i = 0; i < LOG2.length; i++) {
            LOG2[i] = (int) Math.rint(ONE * StrictMath.log1p(i / 256.0) / StrictMath.log(2));
        }
        for (int i = 0; i < TANH.length; i++) {
            TANH[i] = (int) Math.rint(ONE * StrictMath.tanh(i / 128.0));
        }
    }

    private FixedPoint() {}

    /** The base-2 logarithm of a number from 1 on, by the eight bits behind its highest. */
    public static int log2(long x) {
        int n = 63 - Long.numberOfLeadingZeros(x);
        int behind = (int) (n >= 8 ? x >>> n - 8 : x << 8 - n) & 255;
        return (n << BITS) + LOG2[behind];
    }

    /** The hyperbolic tangent, of the nearest multiple of 1/128 and beyond 8 of almost that. */
    public static int tanh(long z) {
        int value = TANH[(int) Math.min(Math.abs(z) + (1 << TANH_SHIFT - 1) >> TANH_SHIFT, TANH.length - 1)];
        return z < 0 ? -value : value;
    }
}
