package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Maps [B, H, W, C] of any height and width, channels last, as convolutions see them: gathered squares make a convolution one product of
 * matrices, and their sum a transposed one. A square is [k * k * C], its pixels row by row.
 */
public interface WindowKernels {
    /** columns[b, i, j] = the square of pixel (i * stride, j * stride); x [B, H, W, C], columns [B, h, w, k * k * C], h and w by the window. */
    void gather(INDArray x, Window window, INDArray columns);

    /** x[b, y, x] = the sum of all places of columns that {@link #gather} fills from it: its transpose. */
    void scatter(INDArray columns, Window window, INDArray x);
}
