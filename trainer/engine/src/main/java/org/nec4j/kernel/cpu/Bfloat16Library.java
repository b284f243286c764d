package org.nec4j.kernel.cpu;

import java.util.Optional;

/**
 * A library that multiplies matrices with operands in bfloat16 and sums in float32. Found by {@link java.util.ServiceLoader} where its module
 * is built in. Whatever it does, it does on the calling thread alone; it may be called by several at once.
 */
public interface Bfloat16Library {
    /** Name and version, such as "oneDNN 3.11.0". */
    String name();

    /** What keeps it from multiplying so here, in a phrase; empty where it can. Asked before all else. */
    Optional<String> obstacle();

    /**
     * Rounds the right side of products to bfloat16, to nearest even, and puts it in the library's order.
     *
     * @param b          address of float32 numbers, [k, n] or, transposed, [n, k]; not read again afterwards
     * @param transposed whether b lies there transposed
     */
    Right right(long b, int k, int n, boolean transposed);

    /** A right side in order, [k, n]. */
    interface Right {
        /**
         * c = a b, or c += a b; a is rounded to bfloat16, to nearest even.
         *
         * @param rows of both sides
         * @param a    address of float32 numbers [rows, k]
         * @param adds whether what c holds counts
         * @param c    address of float32 numbers [rows, n]
         */
        void multiply(int rows, long a, boolean adds, long c);
    }
}
