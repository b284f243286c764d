package org.nec4j.nn;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The decoder's end: predicts pixels and scores them, [B, 1 + L, E] against labels [B, L, P]. Prediction is linear; the class
 * token's is dropped. With the label mask m [B, L] (1 = masked patch) it measures the distortion
 *
 * <p>D = Σ m * mean((prediction - label)²) / Σ m
 *
 * <p>as {@code forward_loss} of the masked autoencoder (He et al., arXiv 2111.06377, section 3). Nothing is divided by the batch size.
 */
public final class MaskedPixelLoss extends FusedLayer {
    private static final long serialVersionUID = 1L;

    private int dim;
    private int pixels;

    /** For DL4J's JSON. */
    MaskedPixelLoss() {}

    /**
     * A loss by its shape.
     *
     * @param name   prefix of the layer's tensors, such as {@code decoder_pred}
     * @param dim    E
     * @param pixels P, numbers a patch
     */
    public MaskedPixelLoss(String name, int dim, int pixels) {
        super(name);
        this.dim = dim;
        this.pixels = pixels;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(tensor("weight", pixels, dim), tensor("bias", pixels));
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new MaskedPixelLossRuntime(conf, dataType);
    }

    @Override
    public boolean measures() {
        return true;
    }

    int pixels() {
        return pixels;
    }
}
