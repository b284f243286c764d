package org.nec4j.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Elementary functions on float vectors, to about one unit in the last place of the larger of argument and result. Integer
 * conversions go through the bits of 1.5 * 2^23 + n, because their vector instructions are not used by every Java version.
 */
final class DensityMath {
    private static final float ROUNDER = 0x1.8p23f;
    private static final float LOG2_E = 1.44269504f;
    /** ln 2 in two parts; the first has few enough bits that n * LN2_HIGH is exact. */
    private static final float LN2_HIGH = 0.693359375f;

    private static final float LN2_LOW = -2.12194440e-4f;
    private static final float LN2 = 0.69314718f;
    private static final float SQRT_HALF = 0.70710678f;

    private DensityMath() {}

    /** e^x; arguments beyond +-87 count as +-87. */
    static FloatVector exp(FloatVector x) {
        FloatVector bounded = x.max(-87f).min(87f);
        FloatVector shifted = bounded.fma(constant(x, LOG2_E), constant(x, ROUNDER));
        FloatVector n = shifted.sub(ROUNDER);
        FloatVector r = n.fma(constant(x, -LN2_LOW), n.fma(constant(x, -LN2_HIGH), bounded)); // |r| <= ln(2) / 2
        // Taylor's series to r^7: the next term is below 6e-9.
        FloatVector s = r.fma(constant(x, 1 / 5040f), constant(x, 1 / 720f));
        s = s.fma(r, constant(x, 1 / 120f));
        s = s.fma(r, constant(x, 1 / 24f));
        s = s.fma(r, constant(x, 1 / 6f));
        s = s.fma(r, constant(x, 0.5f));
        s = s.fma(r, constant(x, 1f));
        s = s.fma(r, constant(x, 1f));
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        return s.reinterpretAsInts().add(exponent).reinterpretAsFloats();
    }

    static FloatVector sigmoid(FloatVector x) {
        return constant(x, 1f).div(exp(x.neg()).add(1f));
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector e = exp(x.abs().mul(-2f));
        FloatVector magnitude = constant(x, 1f).sub(e).div(e.add(1f));
        IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
        return magnitude.reinterpretAsInts().or(sign).reinterpretAsFloats();
    }

    /** Natural logarithm of a positive, normal x; NaN for NaN. */
    static FloatVector log(FloatVector x) {
        IntVector bits = x.reinterpretAsInts();
        IntVector exponentBits = bits.lanewise(VectorOperators.LSHR, 23).or(Float.floatToRawIntBits(0x1p23f));
        FloatVector exponent = exponentBits.reinterpretAsFloats().sub(0x1p23f + 126f);
        FloatVector m = bits.and(0x007fffff).or(Float.floatToRawIntBits(0.5f)).reinterpretAsFloats(); // [0.5, 1)
        VectorMask<Float> small = m.lt(SQRT_HALF);
        m = m.blend(m.add(m), small);
        exponent = exponent.blend(exponent.sub(1f), small);
        // ln m = 2 artanh(z) with z = (m - 1) / (m + 1), |z| <= 0.172.
        FloatVector z = m.sub(1f).div(m.add(1f));
        FloatVector z2 = z.mul(z);
        FloatVector s = z2.fma(constant(x, 2 / 9f), constant(x, 2 / 7f));
        s = s.fma(z2, constant(x, 2 / 5f));
        s = s.fma(z2, constant(x, 2 / 3f));
        s = s.fma(z2, constant(x, 2f));
        // NaN has the bits of a number: x - x lets it through.
        return exponent.fma(constant(x, LN2), s.mul(z)).add(x.sub(x));
    }

    private static FloatVector constant(FloatVector like, float value) {
        return FloatVector.broadcast(like.species(), value);
    }
}
