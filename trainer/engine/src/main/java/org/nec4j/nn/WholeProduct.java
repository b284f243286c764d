package org.nec4j.nn;

import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.LinearKernels;

/**
 * A product with one matrix.
 *
 * @param key    before the keys of its tensors
 * @param weight w [N, K]
 * @param bias   b [N]
 */
record WholeProduct(String key, INDArray weight, INDArray bias) implements Product {
    private static final String WEIGHT = ".weight";
    static final String BIAS = ".bias";

    static List<Parameter> parameters(String prefix, String key, long out, long... in) {
        long[] shape = LongStream.concat(LongStream.of(out), LongStream.of(in)).toArray();
        return List.of(
                new Parameter(key + WEIGHT, prefix + key + WEIGHT, shape),
                new Parameter(key + BIAS, prefix + key + BIAS, out));
    }

    static WholeProduct of(String key, Function<String, INDArray> tensors) {
        return new WholeProduct(key, matrix(tensors.apply(key + WEIGHT)), tensors.apply(key + BIAS));
    }

    /** A convolution's weight [N, C, P, P] as a matrix [N, C * P * P] on the same memory. */
    static INDArray matrix(INDArray weight) {
        return weight.rank() == 2 ? weight : weight.reshape('c', weight.size(0), weight.length() / weight.size(0));
    }

    @Override
    public long out() {
        return weight.size(0);
    }

    @Override
    public long in() {
        return weight.size(1);
    }

    @Override
    public List<String> keys() {
        return List.of(key + WEIGHT, key + BIAS);
    }

    @Override
    public void forward(LinearKernels linear, LayerContext context, INDArray x, INDArray y) {
        linear.forward(x, weight, bias, y);
    }

    @Override
    public void forwardResidual(LinearKernels linear, LayerContext context, INDArray x, INDArray residual, INDArray y) {
        linear.forwardResidual(x, weight, bias, residual, y);
    }

    @Override
    public void forwardGelu(LinearKernels linear, LayerContext context, INDArray x, INDArray pre, INDArray post) {
        linear.forwardGelu(x, weight, bias, pre, post);
    }

    @Override
    public void backwardInput(LinearKernels linear, LayerContext context, INDArray dy, INDArray dx) {
        linear.backwardInput(dy, weight, dx);
    }

    @Override
    public void backwardInputGelu(
            LinearKernels linear, LayerContext context, INDArray dy, INDArray pre, INDArray dpre) {
        linear.backwardInputGelu(dy, weight, pre, dpre);
    }

    @Override
    public void backwardWeights(
            LinearKernels linear, LayerContext context, INDArray dy, INDArray x, Function<String, INDArray> gradients) {
        linear.backwardWeights(dy, x, matrix(gradients.apply(key + WEIGHT)), gradients.apply(key + BIAS));
    }
}
