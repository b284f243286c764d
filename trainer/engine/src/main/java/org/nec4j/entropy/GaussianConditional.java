package org.nec4j.entropy;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.kernel.DensityKernel;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.FusedLayerRuntime;

/**
 * The Gaussian conditional (CompressAI's {@code GaussianConditional}): rates y under a normal distribution whose scale, and in
 * the variant with means whose mean, side information gives for every element. [B, T, k * C], y with its scales (and means)
 * beside it, to [B, T, C].
 *
 * <pre>
 *   training:  yTilde = y + noise,   R = Σ -log2 p(yTilde | mean, scale), a term of the loss
 *   test:      yHat = round(y - mean) + mean
 * </pre>
 */
public final class GaussianConditional extends FusedLayer {
    private static final long serialVersionUID = 1L;

    private int channels;
    private boolean means;
    private double likelihoodBound = DensityKernel.BOUND;

    /** For DL4J's JSON. */
    GaussianConditional() {}

    /**
     * A conditional by its shape; it has no tensors of its own.
     *
     * @param name         layer's name
     * @param channels     C
     * @param means        whether means follow the scales, k = 3, or are 0, k = 2
     * @param likelihoodBound floor of the likelihood
     */
    public GaussianConditional(String name, int channels, boolean means, double likelihoodBound) {
        super(name);
        this.channels = channels;
        this.means = means;
        this.likelihoodBound = likelihoodBound;
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new GaussianConditionalRuntime(conf, dataType);
    }

    int channels() {
        return channels;
    }

    boolean means() {
        return means;
    }

    double likelihoodBound() {
        return likelihoodBound;
    }

    @Override
    public boolean measures() {
        return true;
    }
}
