package org.nec4j.codec.model;

/**
 * A matrix that rows are multiplied with, every sum taken over the inputs in their order, each product rounded to float32 and then each sum: so
 * all machines get the same bits, whatever computes beside each other.
 */
public interface OrderedProduct {
    /** y [rows, outputs] += x [rows, inputs] wᵀ. */
    void addTo(float[] y, float[] x, int rows);

    /** Products by what not every Java has, found by {@link java.util.ServiceLoader} on the class path. */
    interface Library {
        /** Whether this Java has it. */
        boolean isUsable();

        /** The product with a matrix, given as [inputs][outputs], which is not to be changed afterwards. */
        OrderedProduct of(float[][] transposed);
    }
}
