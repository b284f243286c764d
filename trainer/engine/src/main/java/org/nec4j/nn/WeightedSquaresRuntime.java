package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward and backward pass of a weighted mean square. */
final class WeightedSquaresRuntime extends ComparisonRuntime<WeightedSquares> {
    private static final long serialVersionUID = 1L;

    WeightedSquaresRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    double compare(INDArray dx) {
        double mean = kernels().grids().weightedSquares(input, getLabels(), dx);
        kernels().elements().scale(factor(), dx);
        return mean;
    }
}
