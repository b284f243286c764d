package org.nec4j.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementary functions on float vectors, each to about one unit in the last place (1e-7 relative). NaN gives NaN. The
 * polynomials are minimax fits of our own; integers pass through the bits of 1.5 * 2^23 + n, because the instructions that
 * convert vectors are not used by every Java version. Every step is rounded as IEEE 754 says, so that compiled and
 * interpreted code give the same bits.
 */
final class VectorMath {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    private static final float ROUNDER = 0x1.8p23f;
    private static final float LOG2_E = 1.44269504f;
    /** ln 2 in two parts; the first has few enough bits that n * LN2_HIGH is exact. */
    private static final float LN2_HIGH = 0.693359375f;

    private static final float LN2_LOW = -2.12194440e-4f;
    private static final float INV_SQRT_TWO_PI = 0.398942280f;

    private VectorMath() {}

    /** e^x; arguments beyond +-87 count as +-87, which keeps the result a normal number. */
    static FloatVector exp(FloatVector x) {
        FloatVector low = FloatVector.broadcast(SPECIES, -87f);
        FloatVector high = FloatVector.broadcast(SPECIES, 87f);
        FloatVector bounded = x.blend(low, x.lt(low));
        bounded = bounded.blend(high, x.compare(VectorOperators.GT, high));
        FloatVector shifted = bounded.fma(constant(LOG2_E), constant(ROUNDER));
        FloatVector n = shifted.sub(constant(ROUNDER));
        FloatVector r = n.fma(constant(-LN2_LOW), n.fma(constant(-LN2_HIGH), bounded)); // |r| <= ln(2) / 2
        FloatVector q = r.fma(constant(0.0013951719f), constant(0.0083695985f));
        q = q.fma(r, constant(0.041666187f));
        q = q.fma(r, constant(0.16666512f));
        q = q.fma(r, constant(0.5f));
        FloatVector e = q.mul(r).fma(r, r).add(constant(1f));
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        return e.reinterpretAsInts().add(exponent).reinterpretAsFloats();
    }

    /** exp(-x² / 2) / sqrt(2 π), the density of the standard normal distribution. */
    static FloatVector normalDensity(FloatVector x) {
        return exp(x.mul(constant(-0.5f)).mul(x)).mul(constant(INV_SQRT_TWO_PI));
    }

    /**
     * Φ(x), the standard normal distribution function, given its {@link #normalDensity}: Φ(-a) is the density times Mills'
     * ratio, a polynomial in t = 1 / (1 + 0.33 a), so that the lower tail keeps its relative accuracy.
     */
    static FloatVector normalDistribution(FloatVector x, FloatVector density) {
        FloatVector one = constant(1f);
        FloatVector t = one.div(x.abs().fma(constant(0.33f), one));
        FloatVector q = t.fma(constant(-0.061385054f), constant(0.35337368f));
        q = q.fma(t, constant(-0.76244843f));
        q = q.fma(t, constant(0.66922432f));
        q = q.fma(t, constant(-0.21517338f));
        q = q.fma(t, constant(0.33676827f));
        q = q.fma(t, constant(0.27031827f));
        q = q.fma(t, constant(0.33277655f));
        q = q.fma(t, constant(0.32985994f));
        FloatVector tail = q.mul(t).mul(density);
        VectorMask<Float> positive = x.compare(VectorOperators.GT, 0f);
        return tail.blend(one.sub(tail), positive);
    }

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
