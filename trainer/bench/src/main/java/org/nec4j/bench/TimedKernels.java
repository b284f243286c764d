package org.nec4j.bench;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.Kernels;

/** Kernels that add up the time spent in them. */
public final class TimedKernels implements Kernels {
    private final Kernels kernels;
    private long nanos;

    /** Around these kernels. */
    public TimedKernels(Kernels kernels) {
        this.kernels = kernels;
    }

    /** Nanoseconds spent in kernels since the beginning. */
    public long nanos() {
        return nanos;
    }

    private void time(Runnable call) {
        long begin = System.nanoTime();
        call.run();
        nanos += System.nanoTime() - begin;
    }

    @Override
    public void linear(INDArray x, INDArray w, INDArray b, INDArray y) {
        time(() -> kernels.linear(x, w, b, y));
    }

    @Override
    public void linearResidual(INDArray x, INDArray w, INDArray b, INDArray residual, INDArray y) {
        time(() -> kernels.linearResidual(x, w, b, residual, y));
    }

    @Override
    public void linearGelu(INDArray x, INDArray w, INDArray b, INDArray pre, INDArray post) {
        time(() -> kernels.linearGelu(x, w, b, pre, post));
    }

    @Override
    public void linearBackwardInput(INDArray dy, INDArray w, INDArray dx) {
        time(() -> kernels.linearBackwardInput(dy, w, dx));
    }

    @Override
    public void linearBackwardInputGelu(INDArray dy, INDArray w, INDArray pre, INDArray dpre) {
        time(() -> kernels.linearBackwardInputGelu(dy, w, pre, dpre));
    }

    @Override
    public void linearBackwardWeights(INDArray dy, INDArray x, INDArray dw, INDArray db) {
        time(() -> kernels.linearBackwardWeights(dy, x, dw, db));
    }

    @Override
    public void layerNorm(INDArray x, INDArray gain, INDArray bias, double eps, INDArray y, INDArray stats) {
        time(() -> kernels.layerNorm(x, gain, bias, eps, y, stats));
    }

    @Override
    public void layerNormBackwardInput(INDArray dy, INDArray x, INDArray gain, INDArray stats, INDArray dx) {
        time(() -> kernels.layerNormBackwardInput(dy, x, gain, stats, dx));
    }

    @Override
    public void layerNormBackwardWeights(INDArray dy, INDArray x, INDArray stats, INDArray dgain, INDArray dbias) {
        time(() -> kernels.layerNormBackwardWeights(dy, x, stats, dgain, dbias));
    }

    @Override
    public void attention(INDArray qkv, int heads, INDArray out, INDArray probs) {
        time(() -> kernels.attention(qkv, heads, out, probs));
    }

    @Override
    public void attention(INDArray qkv, int heads, INDArray out) {
        time(() -> kernels.attention(qkv, heads, out));
    }

    @Override
    public void attentionBackward(INDArray dout, INDArray qkv, INDArray probs, int heads, INDArray dqkv) {
        time(() -> kernels.attentionBackward(dout, qkv, probs, heads, dqkv));
    }

    @Override
    public void pool(INDArray x, INDArray u, INDArray probs, INDArray out) {
        time(() -> kernels.pool(x, u, probs, out));
    }

    @Override
    public void poolBackward(INDArray dout, INDArray x, INDArray probs, INDArray dscores) {
        time(() -> kernels.poolBackward(dout, x, probs, dscores));
    }

    @Override
    public void poolBackwardValues(INDArray dout, INDArray probs, INDArray dx) {
        time(() -> kernels.poolBackwardValues(dout, probs, dx));
    }

    @Override
    public void normLinear(
            INDArray x,
            INDArray gain,
            INDArray bias,
            double eps,
            INDArray w,
            INDArray b,
            INDArray y,
            INDArray stats,
            INDArray room) {
        time(() -> kernels.normLinear(x, gain, bias, eps, w, b, y, stats, room));
    }

    @Override
    public void normLinearBackward(
            INDArray dy,
            INDArray x,
            INDArray gain,
            INDArray stats,
            INDArray w,
            INDArray residual,
            INDArray dx,
            INDArray room) {
        time(() -> kernels.normLinearBackward(dy, x, gain, stats, w, residual, dx, room));
    }

    @Override
    public void feedForward(
            INDArray h,
            INDArray gain,
            INDArray bias,
            double eps,
            INDArray fc1,
            INDArray b1,
            INDArray fc2,
            INDArray b2,
            INDArray pre,
            INDArray y,
            INDArray stats,
            INDArray room,
            INDArray wide) {
        time(() -> kernels.feedForward(h, gain, bias, eps, fc1, b1, fc2, b2, pre, y, stats, room, wide));
    }

    @Override
    public void feedForwardBackward(
            INDArray dy,
            INDArray h,
            INDArray gain,
            INDArray stats,
            INDArray fc1,
            INDArray fc2,
            INDArray pre,
            INDArray dh,
            INDArray room,
            INDArray wide) {
        time(() -> kernels.feedForwardBackward(dy, h, gain, stats, fc1, fc2, pre, dh, room, wide));
    }

    @Override
    public void geluBackward(INDArray pre, INDArray d) {
        time(() -> kernels.geluBackward(pre, d));
    }

    @Override
    public void addScaled(double factor, INDArray x, INDArray y) {
        time(() -> kernels.addScaled(factor, x, y));
    }

    @Override
    public void layerNormBackwardInputResidual(
            INDArray dy, INDArray x, INDArray gain, INDArray stats, INDArray residual, INDArray dx) {
        time(() -> kernels.layerNormBackwardInputResidual(dy, x, gain, stats, residual, dx));
    }

    @Override
    public void scale(double factor, INDArray x) {
        time(() -> kernels.scale(factor, x));
    }

    @Override
    public double squares(INDArray x) {
        return kernels.squares(x);
    }

    @Override
    public void adam(INDArray g, INDArray m, INDArray v, double rate, double beta1, double beta2, double epsilon) {
        time(() -> kernels.adam(g, m, v, rate, beta1, beta2, epsilon));
    }

    @Override
    public String description() {
        return kernels.description();
    }
}
