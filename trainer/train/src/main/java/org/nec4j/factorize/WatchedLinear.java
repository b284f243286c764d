package org.nec4j.factorize;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.LinearKernels;

/** Products that somebody is told of before they are done: blocks that do not train ask one such for theirs, in the order of the data. */
final class WatchedLinear implements LinearKernels {
    private final LinearKernels linear;
    private final Watcher watcher;

    WatchedLinear(LinearKernels linear, Watcher watcher) {
        this.linear = linear;
        this.watcher = watcher;
    }

    /** Who is told. */
    interface Watcher {
        /** A product x wᵀ + b is about to be done. */
        void product(INDArray x, INDArray w, INDArray b);
    }

    @Override
    public void forward(INDArray x, INDArray w, INDArray b, INDArray y) {
        watcher.product(x, w, b);
        linear.forward(x, w, b, y);
    }

    @Override
    public void forwardResidual(INDArray x, INDArray w, INDArray b, INDArray residual, INDArray y) {
        watcher.product(x, w, b);
        linear.forwardResidual(x, w, b, residual, y);
    }

    @Override
    public void forwardGelu(INDArray x, INDArray w, INDArray b, INDArray pre, INDArray post) {
        watcher.product(x, w, b);
        linear.forwardGelu(x, w, b, pre, post);
    }

    @Override
    public void backwardInput(INDArray dy, INDArray w, INDArray dx) {
        linear.backwardInput(dy, w, dx);
    }

    @Override
    public void backwardInputGelu(INDArray dy, INDArray w, INDArray pre, INDArray dpre) {
        linear.backwardInputGelu(dy, w, pre, dpre);
    }

    @Override
    public void backwardWeights(INDArray dy, INDArray x, INDArray dw, INDArray db) {
        linear.backwardWeights(dy, x, dw, db);
    }
}
