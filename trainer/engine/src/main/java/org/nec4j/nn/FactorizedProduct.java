package org.nec4j.nn;

import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.LinearKernels;

/**
 * A product with two thin matrices one after the other, w = u v: r (N + K) numbers and multiplications a row instead of N K. What is
 * fused to the product is fused to the one of u; the r numbers between them are kept for nobody and computed again where a
 * gradient needs them.
 *
 * @param key  before the keys of its tensors
 * @param u    [N, r]
 * @param v    [r, K]
 * @param bias b [N]
 */
record FactorizedProduct(String key, INDArray u, INDArray v, INDArray bias) implements Product {
    private static final String U = ".u.weight";
    private static final String V = ".v.weight";

    static List<Parameter> parameters(String prefix, String key, int rank, long out, long... in) {
        long[] inner = LongStream.concat(LongStream.of(rank), LongStream.of(in)).toArray();
        return List.of(
                new Parameter(key + V, prefix + key + V, inner),
                new Parameter(key + U, prefix + key + U, out, rank),
                new Parameter(key + WholeProduct.BIAS, prefix + key + WholeProduct.BIAS, out));
    }

    static FactorizedProduct of(String key, Function<String, INDArray> tensors) {
        return new FactorizedProduct(
                key,
                tensors.apply(key + U),
                WholeProduct.matrix(tensors.apply(key + V)),
                tensors.apply(key + WholeProduct.BIAS));
    }

    @Override
    public long out() {
        return u.size(0);
    }

    @Override
    public long in() {
        return v.size(1);
    }

    @Override
    public List<String> keys() {
        return List.of(key + U, key + V, key + WholeProduct.BIAS);
    }

    @Override
    public void forward(LinearKernels linear, LayerContext context, INDArray x, INDArray y) {
        linear.forward(inner(linear, context, x), u, bias, y);
    }

    @Override
    public void forwardResidual(LinearKernels linear, LayerContext context, INDArray x, INDArray residual, INDArray y) {
        linear.forwardResidual(inner(linear, context, x), u, bias, residual, y);
    }

    @Override
    public void forwardGelu(LinearKernels linear, LayerContext context, INDArray x, INDArray pre, INDArray post) {
        linear.forwardGelu(inner(linear, context, x), u, bias, pre, post);
    }

    @Override
    public void backwardInput(LinearKernels linear, LayerContext context, INDArray dy, INDArray dx) {
        linear.backwardInput(dinner(linear, context, dy), v, dx);
    }

    @Override
    public void backwardInputGelu(
            LinearKernels linear, LayerContext context, INDArray dy, INDArray pre, INDArray dpre) {
        linear.backwardInputGelu(dinner(linear, context, dy), v, pre, dpre);
    }

    @Override
    public void backwardWeights(
            LinearKernels linear, LayerContext context, INDArray dy, INDArray x, Function<String, INDArray> gradients) {
        linear.backwardWeights(
                dy, inner(linear, context, x), gradients.apply(key + U), gradients.apply(key + WholeProduct.BIAS));
        INDArray noBias = context.scratch().get("product.spare." + rank(), rank());
        linear.backwardWeights(dinner(linear, context, dy), x, WholeProduct.matrix(gradients.apply(key + V)), noBias);
    }

    private long rank() {
        return v.size(0);
    }

    /** x vᵀ, [B, T, r]. */
    private INDArray inner(LinearKernels linear, LayerContext context, INDArray x) {
        INDArray zeros = context.scratch().get("product.zeros." + rank(), rank());
        context.kernels().elements().fill(0, zeros);
        INDArray inner = context.scratch().get("product.inner." + rank(), x.size(0), x.size(1), rank());
        linear.forward(x, v, zeros, inner);
        return inner;
    }

    /** dy u, [B, T, r]. */
    private INDArray dinner(LinearKernels linear, LayerContext context, INDArray dy) {
        INDArray dinner = context.scratch().get("product.dinner." + rank(), dy.size(0), dy.size(1), rank());
        linear.backwardInput(dy, u, dinner);
        return dinner;
    }
}
