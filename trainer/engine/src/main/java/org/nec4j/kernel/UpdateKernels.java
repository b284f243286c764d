package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What an optimizer does to flat vectors of parameters and gradients. */
public interface UpdateKernels {
    /** Σ x², summed in an order that depends on the length alone. */
    double squares(INDArray x);

    /**
     * One step of Adam (Kingma and Ba, arXiv 1412.6980, algorithm 1), elementwise: m = β1 m + (1 - β1) g, v = β2 v + (1 - β2) g²,
     * and g becomes what is to be taken from the parameters, rate * m / (sqrt(v) + epsilon).
     *
     * @param rate    the learning rate with both corrections of bias, lr * sqrt(1 - β2^t) / (1 - β1^t)
     * @param epsilon in the scale of the uncorrected v
     */
    void adam(INDArray g, INDArray m, INDArray v, double rate, double beta1, double beta2, double epsilon);
}
