package org.nec4j.codec.model;

/**
 * A matrix that rows are multiplied with, every sum taken over the inputs in their order, each product rounded to float32 and then each sum: so
 * all machines get the same bits, whatever computes beside each other.
 */
public interface OrderedProduct {
    /** y [rows, outputs] += x [rows, inputs] wᵀ. */
    void addTo(float[] y, float[] x, int rows);
}
