package org.nec4j.nn;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** Layer normalization over the last dimension with gain and bias, [B, T, D] to [B, T, D]. */
public final class LayerNormalization extends FusedLayer {
    private static final long serialVersionUID = 1L;

    private int dim;
    private double eps;

    /** For DL4J's JSON. */
    LayerNormalization() {}

    /**
     * A norm by its shape.
     *
     * @param name prefix of the layer's tensors, such as {@code decoder_norm}
     * @param dim  D
     * @param eps  added to the variance
     */
    public LayerNormalization(String name, int dim, double eps) {
        super(name);
        this.dim = dim;
        this.eps = eps;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(tensor("weight", dim), tensor("bias", dim));
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new LayerNormalizationRuntime(conf, dataType);
    }

    double eps() {
        return eps;
    }
}
