package org.nec4j.kernel.cpu;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.nec4j.codec.model.OrderedProduct;
import org.nec4j.codec.model.PlainStrict;
import org.nec4j.codec.model.StrictLibrary;

/**
 * The codec's strict arithmetic by the Vector API, where its module is. Gelu is approximated in double without a table, to within a margin of what
 * plain Java computes; where both ends of that margin round to one float32, that is plain Java's, and elsewhere plain Java decides.
 *
 * <p>Numbers are converted one by one: float vectors of half the width, which would convert them, keep HotSpot from holding those of the whole width in
 * registers anywhere in the process, ten times slower.
 */
public final class VectorStrict implements StrictLibrary {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    /** Numbers that are converted at once. */
    private static final int BLOCK = 64 * LANES;

    /** Of |x| in x Φ(x): nine times the error of {@link org.nec4j.codec.entropy.Erf} in Φ, and fifty times that of P / Q. */
    private static final double MARGIN = 0x1p-41;

    /** From here on P / Q is no more what it should be. */
    private static final double END = 4.5;

    /** Products with smaller numbers may be no normal float32. */
    private static final double BEGIN = 0x1p-100;

    /** Splits a double into one of 24 bits, rounded to nearest, and the rest (Veltkamp). */
    private static final double SPLITTER = 0x1p29 + 1;

    /** Φ(x) = 1/2 + x P(x²) / Q(x²) to 8e-15 for |x| <= 4.5, a minimax fit of our own. */
    private static final DoubleVector P7 = constant(1.1406856677581504e-11);

    private static final DoubleVector P6 = constant(4.514164154683969e-09);
    private static final DoubleVector P5 = constant(2.0024661871897009e-07);
    private static final DoubleVector P4 = constant(1.0648959505490363e-05);
    private static final DoubleVector P3 = constant(0.00018880586226672957);
    private static final DoubleVector P2 = constant(0.00494760464133728);
    private static final DoubleVector P1 = constant(0.0325627737836809);
    private static final DoubleVector P0 = constant(0.39894228040137264);
    private static final DoubleVector Q7 = constant(7.088547966218338e-10);
    private static final DoubleVector Q6 = constant(6.499361987983059e-08);
    private static final DoubleVector Q5 = constant(3.115355205312492e-06);
    private static final DoubleVector Q4 = constant(9.662173264095017e-05);
    private static final DoubleVector Q3 = constant(0.0020394504091635936);
    private static final DoubleVector Q2 = constant(0.028783378379081192);
    private static final DoubleVector Q1 = constant(0.24828943613165744);
    private static final DoubleVector Q0 = constant(1);

    @Override
    public boolean isUsable() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    @Override
    public OrderedProduct product(float[][] transposed) {
        return new VectorOrderedProduct(transposed);
    }

    @Override
    public void gelu(float[] x) {
        double[] block = new double[BLOCK];
        for (int at = 0; at < x.length; at += BLOCK) {
            int count = Math.min(BLOCK, x.length - at);
            for (int i = 0; i < count; i++) {
                block[i] = x[at + i];
            }
            for (int i = 0; i < count; i += LANES) {
                if (!gelu(block, i)) {
                    for (int j = i; j < i + LANES; j++) {
                        block[j] = PlainStrict.gelu((float) block[j]);
                    }
                }
            }
            for (int i = 0; i < count; i++) {
                x[at + i] = (float) block[i];
            }
        }
    }

    /** One vector of numbers; false where plain Java has to decide on one of them. */
    private static boolean gelu(double[] numbers, int at) {
        DoubleVector x = DoubleVector.fromArray(SPECIES, numbers, at);
        DoubleVector u = x.mul(x);
        DoubleVector p = P7.fma(u, P6)
                .fma(u, P5)
                .fma(u, P4)
                .fma(u, P3)
                .fma(u, P2)
                .fma(u, P1)
                .fma(u, P0);
        DoubleVector q = Q7.fma(u, Q6)
                .fma(u, Q5)
                .fma(u, Q4)
                .fma(u, Q3)
                .fma(u, Q2)
                .fma(u, Q1)
                .fma(u, Q0);
        DoubleVector y = p.mul(x).div(q).add(0.5).mul(x);
        DoubleVector margin = x.mul(MARGIN);
        boolean alike = rounded(y.sub(margin))
                .compare(VectorOperators.EQ, rounded(y.add(margin)))
                .allTrue();
        DoubleVector magnitude = x.abs();
        if (!alike
                || magnitude.compare(VectorOperators.GT, END).anyTrue()
                || !magnitude.compare(VectorOperators.GT, BEGIN).allTrue()) {
            return false;
        }
        y.intoArray(numbers, at);
        return true;
    }

    /** To as many bits as a float32 has. */
    private static DoubleVector rounded(DoubleVector y) {
        DoubleVector c = y.mul(SPLITTER);
        return c.sub(c.sub(y));
    }

    private static DoubleVector constant(double value) {
        return DoubleVector.broadcast(SPECIES, value);
    }
}
