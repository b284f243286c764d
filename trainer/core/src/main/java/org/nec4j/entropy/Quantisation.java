package org.nec4j.entropy;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Rounding around the channels' medians. */
final class Quantisation {
    private Quantisation() {}

    /** y = round(y - median) + median, halves to the even side; y [B, T, C], quantiles [C, 1, 3] with the median in the middle. */
    static void aroundMedians(INDArray y, INDArray quantiles) {
        INDArray medians = quantiles
                .get(NDArrayIndex.all(), NDArrayIndex.point(0), NDArrayIndex.point(1))
                .dup('c'); // [C]
        INDArray rows = y.reshape('c', y.length() / medians.length(), medians.length()); // [B * T, C]
        rows.subiRowVector(medians);
        Nd4j.getExecutioner().exec(new org.nd4j.linalg.api.ops.impl.transforms.same.Round(rows, rows));
        rows.addiRowVector(medians);
    }
}
