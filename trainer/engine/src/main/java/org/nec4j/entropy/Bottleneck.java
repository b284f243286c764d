package org.nec4j.entropy;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.kernel.DensityKernel;
import org.nec4j.kernel.Likelihood;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.Parameter;

/**
 * The factorized entropy bottleneck (Ballé et al., arXiv 1802.01436, section 6.1; CompressAI's {@code EntropyBottleneck}), one
 * density a channel shared by all tokens, [B, T, C] to [B, T, C].
 *
 * <pre>
 *   training:  yTilde = y + noise,            R = Σ -log2 p(yTilde), a term of the loss
 *   test:      yHat = round(y - median) + median
 * </pre>
 *
 * <p>The quantiles follow the auxiliary loss Σ |logits(quantiles) - (-t, 0, t)| alone, t = ln(2 / tailMass - 1).
 */
public final class Bottleneck extends FusedLayer {
    private static final long serialVersionUID = 1L;

    private int channels;
    private List<Integer> filters = List.of();
    private double tailMass;
    private Likelihood likelihood = Likelihood.DIFFERENCE;
    private double likelihoodBound = DensityKernel.BOUND;

    /** For DL4J's JSON. */
    Bottleneck() {}

    /**
     * A bottleneck by its shape.
     *
     * @param name         layer's name and prefix of its tensors
     * @param channels     C
     * @param settings     how the density is learnt
     */
    public Bottleneck(String name, int channels, DensitySettings settings) {
        super(name);
        this.channels = channels;
        this.filters = settings.filters();
        this.tailMass = settings.tailMass();
        this.likelihood = settings.likelihood();
        this.likelihoodBound = settings.likelihoodBound();
    }

    @Override
    public List<Parameter> parameters() {
        return density().parameters(getLayerName());
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new BottleneckRuntime(conf, dataType);
    }

    FactorizedDensity density() {
        return new FactorizedDensity(channels, filters);
    }

    double outerLogit() {
        return FactorizedDensity.outerLogit(tailMass);
    }

    Likelihood likelihood() {
        return likelihood;
    }

    double likelihoodBound() {
        return likelihoodBound;
    }

    @Override
    public boolean measures() {
        return true;
    }
}
