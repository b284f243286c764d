package org.nec4j.kernel.cpu;

/** Rows 0 to rows - 1 cut into parts of equal size, the last perhaps smaller. */
record RowParts(int rows, int size) {
    /** Products of matrices are cut at multiples of this, so that a row's place in OpenBLAS's register tiles does not depend on the cut. */
    private static final int TILE = 12;
    /**
     * Multiplications worth a thread's attention, some 30 microseconds. No part of several has fewer: up to 10^6 of them OpenBLAS's AVX-512
     * kernels take another algorithm, and the bits of a row would then depend on the cut.
     */
    private static final long PRODUCT_GRAIN = 1 << 20;
    /** Beyond so many rows a part gains nothing, and smaller parts even out the threads. */
    private static final int LARGEST_PRODUCT = 1024;
    /** Elements that are worth a thread's attention in a pass over memory. */
    private static final int PASS_GRAIN = 1 << 14;

    int parts() {
        return (rows + size - 1) / size;
    }

    int first(int part) {
        return part * size;
    }

    /** How many rows a part has. */
    int count(int part) {
        return Math.min(size, rows - part * size);
    }

    /** Rows of a product, for so many multiplications a row. */
    static RowParts ofProduct(int rows, long rowWork, int threads) {
        long worthwhile = Math.max(1, rows * rowWork / PRODUCT_GRAIN);
        int rounds = 1 + (rows - 1) / (threads * LARGEST_PRODUCT);
        int parts = (int) Math.min(worthwhile, (long) threads * rounds);
        RowParts split = new RowParts(rows, (rows - 1) / parts / TILE * TILE + TILE);
        while (split.parts() > 1 && split.count(split.parts() - 1) * rowWork < PRODUCT_GRAIN) {
            split = new RowParts(rows, split.size + TILE);
        }
        return split;
    }

    /** Rows of so many elements, each handled on its own; several parts a thread even out the threads. */
    static RowParts ofPass(int rows, int rowElements, int threads) {
        int grain = 1 + (PASS_GRAIN - 1) / rowElements;
        int even = 1 + (rows - 1) / (4 * threads);
        return new RowParts(rows, threads == 1 ? rows : Math.max(grain, even));
    }

    /** Rows whose sum is wanted: cut by shape alone, so that the order of the sum is the same for any number of threads. */
    static RowParts ofSum(int rows) {
        return new RowParts(rows, 128);
    }

    /** Items of so many multiplications each, every one on its own. */
    static RowParts ofItems(int items, long itemWork) {
        return new RowParts(items, (int) Math.max(1, PRODUCT_GRAIN / 4 / Math.max(1, itemWork)));
    }

    /** Rows of so many elements to take into a small array at once. */
    static int block(int rowElements) {
        return Math.max(1, 4096 / rowElements);
    }
}
