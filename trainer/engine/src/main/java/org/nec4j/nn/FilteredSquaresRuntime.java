package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward and backward pass of the comparison with a teacher. */
final class FilteredSquaresRuntime extends ComparisonRuntime<FilteredSquares> {
    private static final long serialVersionUID = 1L;

    FilteredSquaresRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    double compare(INDArray dx) {
        kernels().elements().copy(input, dx);
        return kernels()
                .transforms()
                .filteredSquares(
                        dx, getLabels(), layerConf().weight(), layerConf().power(), factor());
    }
}
