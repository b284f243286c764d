package org.nec4j.kernel.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementary functions on float vectors, each to about one unit in the last place (1e-7 relative). NaN gives NaN. The
 * polynomials are minimax fits of our own; integers pass through the bits of 1.5 * 2^23 + n, because the instructions that
 * convert vectors are not used by every Java version. Every step is rounded as IEEE 754 says, so that compiled and
 * interpreted code give the same bits.
 *
 * <p>Constants are vectors in static fields: broadcasting them where they are used doubles the size of a loop in the eyes of
 * HotSpot's compiler, which from some 18,000 nodes on leaves vectors on the heap, ten times slower.
 */
final class VectorMath {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    private static final FloatVector ZERO = constant(0f);
    private static final FloatVector ONE = constant(1f);
    private static final FloatVector HALF = constant(0.5f);
    private static final FloatVector MINUS_HALF = constant(-0.5f);
    private static final FloatVector INV_SQRT_TWO_PI = constant(0.398942280f);

    private static final FloatVector LEAST = constant(-87f);
    private static final FloatVector MOST = constant(87f);
    private static final FloatVector LOG2_E = constant(1.44269504f);
    private static final FloatVector ROUNDER = constant(0x1.8p23f);
    /** -ln 2 in two parts; the first has few enough bits that n * LN2_HIGH is exact. */
    private static final FloatVector MINUS_LN2_HIGH = constant(-0.693359375f);

    private static final FloatVector MINUS_LN2_LOW = constant(2.12194440e-4f);
    private static final FloatVector EXP_6 = constant(0.0013951719f);
    private static final FloatVector EXP_5 = constant(0.0083695985f);
    private static final FloatVector EXP_4 = constant(0.041666187f);
    private static final FloatVector EXP_3 = constant(0.16666512f);

    private static final FloatVector MILLS_SCALE = constant(0.33f);
    private static final FloatVector MILLS_9 = constant(-0.061385054f);
    private static final FloatVector MILLS_8 = constant(0.35337368f);
    private static final FloatVector MILLS_7 = constant(-0.76244843f);
    private static final FloatVector MILLS_6 = constant(0.66922432f);
    private static final FloatVector MILLS_5 = constant(-0.21517338f);
    private static final FloatVector MILLS_4 = constant(0.33676827f);
    private static final FloatVector MILLS_3 = constant(0.27031827f);
    private static final FloatVector MILLS_2 = constant(0.33277655f);
    private static final FloatVector MILLS_1 = constant(0.32985994f);

    /** Where the odd rational functions for Φ - 1/2 and gelu' - 1/2 first give exactly 1/2, their limit. */
    private static final FloatVector NORMAL_END = constant(5.5f);

    private static final FloatVector MINUS_NORMAL_END = constant(-5.5f);
    private static final FloatVector NORMAL_P5 = constant(2.21449117e-08f);
    private static final FloatVector NORMAL_P4 = constant(6.35652214e-06f);
    private static final FloatVector NORMAL_P3 = constant(0.000173853376f);
    private static final FloatVector NORMAL_P2 = constant(0.00470727496f);
    private static final FloatVector NORMAL_P1 = constant(0.034376394f);
    private static final FloatVector NORMAL_P0 = constant(0.398942232f);
    private static final FloatVector NORMAL_Q5 = constant(1.18019955e-06f);
    private static final FloatVector NORMAL_Q4 = constant(7.51026237e-05f);
    private static final FloatVector NORMAL_Q3 = constant(0.00191299326f);
    private static final FloatVector NORMAL_Q2 = constant(0.0289402474f);
    private static final FloatVector NORMAL_Q1 = constant(0.252834558f);

    private static final FloatVector SLOPE_END = constant(5.94f);
    private static final FloatVector MINUS_SLOPE_END = constant(-5.94f);
    private static final FloatVector SLOPE_P5 = constant(1.90881835e-07f);
    private static final FloatVector SLOPE_P4 = constant(3.58504367e-05f);
    private static final FloatVector SLOPE_P3 = constant(2.41927901e-05f);
    private static final FloatVector SLOPE_P2 = constant(0.0142091373f);
    private static final FloatVector SLOPE_P1 = constant(-0.0307429954f);
    private static final FloatVector SLOPE_P0 = constant(0.797884524f);
    private static final FloatVector SLOPE_Q5 = constant(8.88737668e-06f);
    private static final FloatVector SLOPE_Q4 = constant(0.000193522719f);
    private static final FloatVector SLOPE_Q3 = constant(0.00352877099f);
    private static final FloatVector SLOPE_Q2 = constant(0.0410648584f);
    private static final FloatVector SLOPE_Q1 = constant(0.294806242f);

    private VectorMath() {}

    /** e^x; arguments beyond +-87 count as +-87, which keeps the result a normal number. */
    static FloatVector exp(FloatVector x) {
        FloatVector bounded = x.blend(LEAST, x.compare(VectorOperators.LT, LEAST));
        bounded = bounded.blend(MOST, bounded.compare(VectorOperators.GT, MOST));
        FloatVector shifted = bounded.fma(LOG2_E, ROUNDER);
        FloatVector n = shifted.sub(ROUNDER);
        FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, bounded)); // |r| <= ln(2) / 2
        FloatVector q = r.fma(EXP_6, EXP_5).fma(r, EXP_4).fma(r, EXP_3).fma(r, HALF);
        FloatVector e = q.mul(r).fma(r, r).add(ONE);
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        return e.reinterpretAsInts().add(exponent).reinterpretAsFloats();
    }

    /** 1 / (1 + e^-x). */
    static FloatVector sigmoid(FloatVector x) {
        return ONE.div(exp(x.neg()).add(ONE));
    }

    /** exp(-x² / 2) / sqrt(2 π), the density of the standard normal distribution. */
    static FloatVector normalDensity(FloatVector x) {
        return exp(x.mul(MINUS_HALF).mul(x)).mul(INV_SQRT_TWO_PI);
    }

    /**
     * Φ(x), the standard normal distribution function, given its {@link #normalDensity}: Φ(-a) is the density times Mills'
     * ratio, a polynomial in t = 1 / (1 + 0.33 a), so that the lower tail keeps its relative accuracy.
     */
    static FloatVector normalDistribution(FloatVector x, FloatVector density) {
        FloatVector t = ONE.div(x.abs().fma(MILLS_SCALE, ONE));
        FloatVector q = t.fma(MILLS_9, MILLS_8).fma(t, MILLS_7).fma(t, MILLS_6).fma(t, MILLS_5);
        q = q.fma(t, MILLS_4).fma(t, MILLS_3).fma(t, MILLS_2).fma(t, MILLS_1);
        FloatVector tail = q.mul(t).mul(density);
        return tail.blend(ONE.sub(tail), x.compare(VectorOperators.GT, ZERO));
    }

    /**
     * gelu(x) = x Φ(x), with Φ to 2e-7 as 1/2 and an odd rational function: a third of the operations of
     * {@link #normalDistribution}, whose accurate lower tail the product with x has no use for.
     */
    static FloatVector gelu(FloatVector x) {
        FloatVector c = x.blend(NORMAL_END, x.compare(VectorOperators.GT, NORMAL_END));
        c = c.blend(MINUS_NORMAL_END, c.compare(VectorOperators.LT, MINUS_NORMAL_END));
        FloatVector u = c.mul(c);
        FloatVector p = u.fma(NORMAL_P5, NORMAL_P4).fma(u, NORMAL_P3).fma(u, NORMAL_P2);
        p = p.fma(u, NORMAL_P1).fma(u, NORMAL_P0);
        FloatVector q = u.fma(NORMAL_Q5, NORMAL_Q4).fma(u, NORMAL_Q3).fma(u, NORMAL_Q2);
        q = q.fma(u, NORMAL_Q1).fma(u, ONE);
        return p.mul(c).div(q).add(HALF).mul(x);
    }

    /** gelu'(x) = Φ(x) + x φ(x) to 4e-7, as 1/2 and an odd rational function. */
    static FloatVector geluSlope(FloatVector x) {
        FloatVector c = x.blend(SLOPE_END, x.compare(VectorOperators.GT, SLOPE_END));
        c = c.blend(MINUS_SLOPE_END, c.compare(VectorOperators.LT, MINUS_SLOPE_END));
        FloatVector u = c.mul(c);
        FloatVector p = u.fma(SLOPE_P5, SLOPE_P4).fma(u, SLOPE_P3).fma(u, SLOPE_P2);
        p = p.fma(u, SLOPE_P1).fma(u, SLOPE_P0);
        FloatVector q = u.fma(SLOPE_Q5, SLOPE_Q4).fma(u, SLOPE_Q3).fma(u, SLOPE_Q2);
        q = q.fma(u, SLOPE_Q1).fma(u, ONE);
        return p.mul(c).div(q).add(HALF);
    }

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
