package org.nec4j.grid;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.Parameter;

/**
 * Vector quantization (van den Oord et al., arXiv 1711.00937, appendix A.1): every pixel of [B, H, W, D] becomes the nearest of K codes; gradients go
 * straight through. It measures commitment * the mean of (code - x)², whose gradient reaches x alone: no loss moves the codes, which follow what
 * chooses them by moving averages during each training pass, after they have been used in it.
 */
public final class Codebook extends FusedLayer {
    private static final long serialVersionUID = 1L;

    /** The tensor of codes, [K, D]. */
    public static final String CODES = "codes";

    /** The tensor of moving counts, [K]. */
    public static final String SIZES = "sizes";

    /** The tensor of moving sums, [K, D]. */
    public static final String SUMS = "sums";

    private int codes;
    private int dim;
    private double commitment;
    private double decay;
    private double epsilon;

    /** For DL4J's JSON. */
    Codebook() {}

    /**
     * A codebook by its shape.
     *
     * @param name       prefix of its tensors
     * @param codes      K
     * @param dim        D
     * @param commitment what the distance counts, .25 in the paper
     * @param decay      of the moving averages, .99
     * @param epsilon    that keeps counts above 0, 10^-5
     */
    public Codebook(String name, int codes, int dim, double commitment, double decay, double epsilon) {
        super(name);
        this.codes = codes;
        this.dim = dim;
        this.commitment = commitment;
        this.decay = decay;
        this.epsilon = epsilon;
    }

    @Override
    public List<Parameter> parameters() {
        String prefix = getLayerName() + ".";
        return List.of(
                new Parameter(CODES, prefix + "_embedding.weight", codes, dim),
                new Parameter(SIZES, prefix + "_ema_cluster_size", codes),
                new Parameter(SUMS, prefix + "_ema_w", codes, dim));
    }

    @Override
    public boolean measures() {
        return true;
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new CodebookRuntime(conf, dataType);
    }

    int codes() {
        return codes;
    }

    int dim() {
        return dim;
    }

    double commitment() {
        return commitment;
    }

    double decay() {
        return decay;
    }

    double epsilon() {
        return epsilon;
    }
}
