package org.nec4j.kernel.cpu;

import java.util.Arrays;

/** Products of rows that a thread has in its cache with panels that all threads share, tile by tile. A row's bits depend on nothing but the row. */
final class TileProduct {
    /**
     * Inner dimension after which the next panel begins: so much of a panel stays in the second cache while all rows pass. So many products are
     * summed by themselves, too, which keeps the rounding of long sums small.
     */
    private static final int DEPTH = 512;

    private TileProduct() {}

    /** Rows that make whole tiles. */
    static int padded(int rows) {
        return (rows + VectorTile.ROWS - 1) / VectorTile.ROWS * VectorTile.ROWS;
    }

    /** Rows cut into parts of so many at most, as many for every thread. */
    static RowParts chunks(int rows, int most, int threads) {
        int rounds = 1 + (rows - 1) / (Math.max(VectorTile.ROWS, most) * threads);
        return new RowParts(rows, padded(1 + (rows - 1) / (rounds * threads)));
    }

    /** c += a b for a [rows, k], b [k, n], c [rows, n]; rows make whole tiles. */
    static void add(float[] a, int rows, Panels b, float[] c) {
        add(a, rows, b.k, 1, b, c);
    }

    /** c += aᵀ b for a [k, rows]. */
    static void addTransposed(float[] a, int rows, Panels b, float[] c) {
        add(a, rows, 1, rows, b, c);
    }

    private static void add(float[] a, int rows, int aRow, int aStep, Panels b, float[] c) {
        int depth = depth(b.k);
        float[] sums = new float[b.k > depth ? VectorTile.ROWS * VectorTile.COLUMNS : 0];
        for (int p = 0; p < b.k; p += depth) {
            int deep = Math.min(depth, b.k - p);
            for (int panel = 0; panel < b.count(); panel++) {
                for (int i = 0; i < rows; i += VectorTile.ROWS) {
                    int to = i * b.n + panel * VectorTile.COLUMNS;
                    int from = i * aRow + p * aStep;
                    if (p == 0) {
                        VectorTile.add(a, from, aRow, aStep, b.values, b.at(panel, p), deep, c, to, b.n);
                    } else {
                        Arrays.fill(sums, 0);
                        VectorTile.add(
                                a, from, aRow, aStep, b.values, b.at(panel, p), deep, sums, 0, VectorTile.COLUMNS);
                        addTile(sums, c, to, b.n);
                    }
                }
            }
        }
    }

    private static void addTile(float[] sums, float[] c, int to, int pitch) {
        for (int row = 0; row < VectorTile.ROWS; row++) {
            int at = to + row * pitch;
            int from = row * VectorTile.COLUMNS;
            for (int j = 0; j < VectorTile.COLUMNS; j++) {
                c[at + j] += sums[from + j];
            }
        }
    }

    /** Blocks of the inner dimension, as equal as can be. */
    private static int depth(int k) {
        int blocks = 1 + (k - 1) / DEPTH;
        return 1 + (k - 1) / blocks;
    }
}
