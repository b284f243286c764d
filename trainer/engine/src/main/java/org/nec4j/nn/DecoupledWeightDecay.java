package org.nec4j.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nec4j.kernel.Kernels;

/** DL4J's {@code WeightDecay} by one kernel: its own operation takes a fifth of a small model's training step. */
final class DecoupledWeightDecay implements Regularization {
    private static final long serialVersionUID = 1L;

    private final double decay;
    private final transient Kernels kernels;

    /** @param decay the update grows by learning rate * this * parameter */
    DecoupledWeightDecay(double decay, Kernels kernels) {
        this.decay = decay;
        this.kernels = kernels;
    }

    @Override
    public ApplyStep applyStep() {
        return ApplyStep.POST_UPDATER;
    }

    @Override
    public void apply(INDArray param, INDArray gradView, double lr, int iteration, int epoch) {
        kernels.elements().addScaled(lr * decay, param, gradView);
    }

    @Override
    public double score(INDArray param, int iteration, int epoch) {
        return 0;
    }

    @Override
    public Regularization clone() {
        return new DecoupledWeightDecay(decay, kernels);
    }
}
