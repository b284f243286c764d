package org.nec4j.kernel.cpu;

import java.nio.FloatBuffer;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Products by the Vector API alone, for where no library multiplies right: four rows by two vectors at a time, blocks of both matrices
 * copied so that they are read in order. A row's bits do not depend on how many rows there are.
 */
final class VectorProducts implements Products {
    private static final int ROWS = 4;
    private static final int STRIP = 2 * VectorMath.LANES;
    private static final int COLUMNS = 8 * STRIP;
    private static final int DEPTH = 256;

    /** What one thread keeps from call to call. */
    private static final class Room {
        private static final ThreadLocal<Room> CURRENT = ThreadLocal.withInitial(Room::new);

        final float[] a = new float[ROWS * DEPTH];
        final float[] b = new float[COLUMNS * DEPTH];
        final float[] c = new float[ROWS * COLUMNS];
        final float[] line = new float[Math.max(DEPTH, COLUMNS)];
    }

    @Override
    public void multiply(
            Lane lane,
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            long a,
            int lda,
            long b,
            int ldb,
            float beta,
            long c,
            int ldc) {
        Room room = Room.CURRENT.get();
        for (int column = 0; column < n; column += COLUMNS) {
            int columns = Math.min(COLUMNS, n - column);
            for (int from = 0; from < k; from += DEPTH) {
                int depth = Math.min(DEPTH, k - from);
                long source = b + Float.BYTES * (transposeB ? (long) column * ldb + from : (long) from * ldb + column);
                gatherB(room, transposeB, source, ldb, depth, columns);
                for (int row = 0; row < m; row += ROWS) {
                    int rows = Math.min(ROWS, m - row);
                    long part = a + Float.BYTES * (transposeA ? (long) from * lda + row : (long) row * lda + from);
                    gatherA(room, transposeA, part, lda, depth, rows);
                    for (int strip = 0; strip < columns; strip += STRIP) {
                        tile(room.a, room.b, strip / STRIP * STRIP * depth, depth, room.c, strip);
                    }
                    add(room, c + Float.BYTES * ((long) row * ldc + column), ldc, rows, columns, from == 0 ? beta : 1);
                }
            }
        }
    }

    /** Strips [depth, STRIP] one after the other, zeros beyond the last column. */
    private static void gatherB(Room room, boolean transposed, long source, int apart, int depth, int columns) {
        int strips = (columns + STRIP - 1) / STRIP;
        Arrays.fill(room.b, 0, strips * STRIP * depth, 0);
        int lines = transposed ? columns : depth;
        int length = transposed ? depth : columns;
        FloatBuffer buffer = At.window(source, (lines - 1) * apart + length);
        for (int i = 0; i < lines; i++) {
            buffer.get(i * apart, room.line, 0, length);
            for (int j = 0; j < length; j++) {
                int column = transposed ? i : j;
                int p = transposed ? j : i;
                room.b[(column / STRIP * depth + p) * STRIP + column % STRIP] = room.line[j];
            }
        }
    }

    /** [depth, ROWS], zeros beyond the last row. */
    private static void gatherA(Room room, boolean transposed, long source, int apart, int depth, int rows) {
        Arrays.fill(room.a, 0, ROWS * depth, 0);
        int lines = transposed ? depth : rows;
        int length = transposed ? rows : depth;
        FloatBuffer buffer = At.window(source, (lines - 1) * apart + length);
        for (int i = 0; i < lines; i++) {
            buffer.get(i * apart, room.line, 0, length);
            for (int j = 0; j < length; j++) {
                room.a[transposed ? i * ROWS + j : j * ROWS + i] = room.line[j];
            }
        }
    }

    /** Four rows by one strip of c: the sums of depth terms. */
    private static void tile(float[] a, float[] b, int at, int depth, float[] c, int strip) {
        FloatVector zero = FloatVector.zero(VectorMath.SPECIES);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        FloatVector c20 = zero;
        FloatVector c21 = zero;
        FloatVector c30 = zero;
        FloatVector c31 = zero;
        for (int p = 0; p < depth; p++) {
            FloatVector left = FloatVector.fromArray(VectorMath.SPECIES, b, at + p * STRIP);
            FloatVector right = FloatVector.fromArray(VectorMath.SPECIES, b, at + p * STRIP + VectorMath.LANES);
            FloatVector a0 = FloatVector.broadcast(VectorMath.SPECIES, a[p * ROWS]);
            FloatVector a1 = FloatVector.broadcast(VectorMath.SPECIES, a[p * ROWS + 1]);
            FloatVector a2 = FloatVector.broadcast(VectorMath.SPECIES, a[p * ROWS + 2]);
            FloatVector a3 = FloatVector.broadcast(VectorMath.SPECIES, a[p * ROWS + 3]);
            c00 = a0.fma(left, c00);
            c01 = a0.fma(right, c01);
            c10 = a1.fma(left, c10);
            c11 = a1.fma(right, c11);
            c20 = a2.fma(left, c20);
            c21 = a2.fma(right, c21);
            c30 = a3.fma(left, c30);
            c31 = a3.fma(right, c31);
        }
        c00.intoArray(c, strip);
        c01.intoArray(c, strip + VectorMath.LANES);
        c10.intoArray(c, COLUMNS + strip);
        c11.intoArray(c, COLUMNS + strip + VectorMath.LANES);
        c20.intoArray(c, 2 * COLUMNS + strip);
        c21.intoArray(c, 2 * COLUMNS + strip + VectorMath.LANES);
        c30.intoArray(c, 3 * COLUMNS + strip);
        c31.intoArray(c, 3 * COLUMNS + strip + VectorMath.LANES);
    }

    private static void add(Room room, long target, int apart, int rows, int columns, float beta) {
        FloatBuffer buffer = At.window(target, (rows - 1) * apart + columns);
        for (int row = 0; row < rows; row++) {
            if (beta == 0) {
                buffer.put(row * apart, room.c, row * COLUMNS, columns);
                continue;
            }
            buffer.get(row * apart, room.line, 0, columns);
            for (int j = 0; j < columns; j++) {
                room.line[j] = Math.fma(beta, room.line[j], room.c[row * COLUMNS + j]);
            }
            buffer.put(row * apart, room.line, 0, columns);
        }
    }
}
