package org.nec4j.kernel.cpu;

import static org.nec4j.kernel.cpu.VectorMath.LANES;
import static org.nec4j.kernel.cpu.VectorMath.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Elementary functions of the density, as passes over n vectors held in arrays: to about one unit in the last place of the larger
 * of argument and result. Passes, not functions of one vector, for the reason that {@link VectorRows} gives.
 */
final class DensityMath {
    private static final FloatVector ONE = constant(1f);
    private static final FloatVector MINUS_TWO = constant(-2f);
    private static final FloatVector LN2 = constant(0.69314718f);
    private static final FloatVector SQRT_HALF = constant(0.70710678f);
    private static final FloatVector EXPONENT_OFFSET = constant(0x1p23f + 126f);
    private static final FloatVector LOG_1 = constant(2f);
    private static final FloatVector LOG_3 = constant(2 / 3f);
    private static final FloatVector LOG_5 = constant(2 / 5f);
    private static final FloatVector LOG_7 = constant(2 / 7f);
    private static final FloatVector LOG_9 = constant(2 / 9f);

    private DensityMath() {}

    /** y = 1 / (1 + e^-x). */
    static void sigmoid(float[] x, float[] y, int n) {
        for (int q = 0; q < n * LANES; q += LANES) {
            FloatVector e = VectorMath.exp(FloatVector.fromArray(SPECIES, x, q).neg());
            ONE.div(e.add(ONE)).intoArray(y, q);
        }
    }

    /** y = tanh(x), both from element at on. */
    static void tanh(float[] x, float[] y, int at, int n) {
        for (int q = at; q < at + n * LANES; q += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, q);
            FloatVector e = VectorMath.exp(v.abs().mul(MINUS_TWO));
            FloatVector magnitude = ONE.sub(e).div(e.add(ONE));
            IntVector sign = v.reinterpretAsInts().and(Integer.MIN_VALUE);
            magnitude.reinterpretAsInts().or(sign).reinterpretAsFloats().intoArray(y, q);
        }
    }

    /** Natural logarithm of a positive, normal x; NaN for NaN. */
    static FloatVector log(FloatVector x) {
        IntVector bits = x.reinterpretAsInts();
        IntVector exponentBits = bits.lanewise(VectorOperators.LSHR, 23).or(Float.floatToRawIntBits(0x1p23f));
        FloatVector exponent = exponentBits.reinterpretAsFloats().sub(EXPONENT_OFFSET);
        FloatVector m = bits.and(0x007fffff).or(Float.floatToRawIntBits(0.5f)).reinterpretAsFloats(); // [0.5, 1)
        VectorMask<Float> small = m.compare(VectorOperators.LT, SQRT_HALF);
        m = m.blend(m.add(m), small);
        exponent = exponent.blend(exponent.sub(ONE), small);
        // ln m = 2 artanh(z) with z = (m - 1) / (m + 1), |z| <= 0.172.
        FloatVector z = m.sub(ONE).div(m.add(ONE));
        FloatVector z2 = z.mul(z);
        FloatVector s = z2.fma(LOG_9, LOG_7).fma(z2, LOG_5).fma(z2, LOG_3).fma(z2, LOG_1);
        // NaN has the bits of a number: x - x lets it through.
        return exponent.fma(LN2, s.mul(z)).add(x.sub(x));
    }

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
