package org.nec4j.kernel.cpu;

import static org.nec4j.kernel.cpu.VectorMath.LANES;
import static org.nec4j.kernel.cpu.VectorMath.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loop of a product of matrices: a tile of five rows and four vectors of columns whose sums stay in registers. With
 * what is loaded it takes 29 registers of the 32 that come with vectors of 512 bits, however HotSpot orders the loads. With 16
 * registers sums would travel to memory and back, so there OpenBLAS multiplies.
 */
final class VectorTile {
    static final int ROWS = 5;
    static final int COLUMNS = 4 * LANES;

    private VectorTile() {}

    /** Whether this processor has the registers. */
    static boolean fits() {
        return SPECIES.vectorBitSize() == 512;
    }

    /**
     * c += a b for one tile: c [5, 64] with rows cPitch apart, a [5, k] with rows aRow apart and numbers of a row aStep apart, b
     * [k, 64] contiguous. Each sum is taken in the order of k, starting from what c holds.
     */
    static void add(
            float[] a, int aAt, int aRow, int aStep, float[] b, int bAt, int k, float[] c, int cAt, int cPitch) {
        int c0 = cAt;
        int c1 = cAt + cPitch;
        int c2 = cAt + 2 * cPitch;
        int c3 = cAt + 3 * cPitch;
        int c4 = cAt + 4 * cPitch;
        FloatVector s00 = load(c, c0);
        FloatVector s01 = load(c, c0 + LANES);
        FloatVector s02 = load(c, c0 + 2 * LANES);
        FloatVector s03 = load(c, c0 + 3 * LANES);
        FloatVector s10 = load(c, c1);
        FloatVector s11 = load(c, c1 + LANES);
        FloatVector s12 = load(c, c1 + 2 * LANES);
        FloatVector s13 = load(c, c1 + 3 * LANES);
        FloatVector s20 = load(c, c2);
        FloatVector s21 = load(c, c2 + LANES);
        FloatVector s22 = load(c, c2 + 2 * LANES);
        FloatVector s23 = load(c, c2 + 3 * LANES);
        FloatVector s30 = load(c, c3);
        FloatVector s31 = load(c, c3 + LANES);
        FloatVector s32 = load(c, c3 + 2 * LANES);
        FloatVector s33 = load(c, c3 + 3 * LANES);
        FloatVector s40 = load(c, c4);
        FloatVector s41 = load(c, c4 + LANES);
        FloatVector s42 = load(c, c4 + 2 * LANES);
        FloatVector s43 = load(c, c4 + 3 * LANES);
        for (int p = 0; p < k; p++) {
            int at = aAt + p * aStep;
            FloatVector b0 = load(b, bAt + p * COLUMNS);
            FloatVector b1 = load(b, bAt + p * COLUMNS + LANES);
            FloatVector b2 = load(b, bAt + p * COLUMNS + 2 * LANES);
            FloatVector b3 = load(b, bAt + p * COLUMNS + 3 * LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[at]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            s02 = a0.fma(b2, s02);
            s03 = a0.fma(b3, s03);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[at + aRow]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            s12 = a1.fma(b2, s12);
            s13 = a1.fma(b3, s13);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[at + 2 * aRow]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            s22 = a2.fma(b2, s22);
            s23 = a2.fma(b3, s23);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[at + 3 * aRow]);
            s30 = a3.fma(b0, s30);
            s31 = a3.fma(b1, s31);
            s32 = a3.fma(b2, s32);
            s33 = a3.fma(b3, s33);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[at + 4 * aRow]);
            s40 = a4.fma(b0, s40);
            s41 = a4.fma(b1, s41);
            s42 = a4.fma(b2, s42);
            s43 = a4.fma(b3, s43);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
        s02.intoArray(c, c0 + 2 * LANES);
        s03.intoArray(c, c0 + 3 * LANES);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + LANES);
        s12.intoArray(c, c1 + 2 * LANES);
        s13.intoArray(c, c1 + 3 * LANES);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + LANES);
        s22.intoArray(c, c2 + 2 * LANES);
        s23.intoArray(c, c2 + 3 * LANES);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + LANES);
        s32.intoArray(c, c3 + 2 * LANES);
        s33.intoArray(c, c3 + 3 * LANES);
        s40.intoArray(c, c4);
        s41.intoArray(c, c4 + LANES);
        s42.intoArray(c, c4 + 2 * LANES);
        s43.intoArray(c, c4 + 3 * LANES);
    }

    private static FloatVector load(float[] x, int i) {
        return FloatVector.fromArray(SPECIES, x, i);
    }
}
