package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Losses, their gradients in the same pass. */
public interface LossKernels {
    /** The label of a pixel that no loss and no score counts. */
    int IGNORED = 255;

    /**
     * D = Σ m * mean((prediction - label)²) / Σ m, the class token's prediction left out; overwrites the prediction with the
     * gradient of weight * D. Sums are taken in double.
     *
     * @param prediction [B, 1 + L, P], then its gradient
     * @param labels     [B, L, P]
     * @param mask       [B, L], 1 = masked, 0 = visible
     * @param weight     factor of the gradient
     * @return D
     */
    double maskedMeanSquare(INDArray prediction, INDArray labels, INDArray mask, double weight);

    /**
     * Mean cross entropy over all labelled pixels after bilinear enlargement, as mmsegmentation resizes logits before its loss;
     * overwrites the scores with the gradient of weight * loss. A batch without a labelled pixel has loss 0.
     *
     * @param scores    [B, h * w, K], then its gradient
     * @param rows      h
     * @param labels    [B, H * W] of the same aspect, class numbers as float32, {@link #IGNORED} where there is none
     * @param smoothing share of a label that all K classes have alike, 0 for labels as they are (Szegedy et al., arXiv 1512.00567)
     * @return the loss in nats
     */
    double crossEntropy(INDArray scores, int rows, INDArray labels, double smoothing, double weight);
}
