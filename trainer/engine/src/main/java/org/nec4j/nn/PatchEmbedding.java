package org.nec4j.nn;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The encoder's first step where it trains: embeds patches and puts the class token before them, [B, V, C * P * P] to
 * [B, 1 + V, D]. A convolution with stride equal to its kernel is a product with its flattened weights; positions are added
 * after it. The images below get no gradient.
 */
public final class PatchEmbedding extends FusedLayer {
    private static final long serialVersionUID = 1L;

    private int channels;
    private int patchSize;
    private int dim;

    /** For DL4J's JSON. */
    PatchEmbedding() {}

    /**
     * An embedding by its shape; its tensors are {@code patch_embed.proj.weight}, {@code patch_embed.proj.bias}, {@code
     * cls_token}.
     *
     * @param name      name of the layer
     * @param channels  C
     * @param patchSize P, in pixels
     * @param dim       D
     */
    public PatchEmbedding(String name, int channels, int patchSize, int dim) {
        super(name);
        this.channels = channels;
        this.patchSize = patchSize;
        this.dim = dim;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter("proj.weight", "patch_embed.proj.weight", dim, channels, patchSize, patchSize),
                new Parameter("proj.bias", "patch_embed.proj.bias", dim),
                new Parameter("clstoken", "cls_token", 1, 1, dim));
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new PatchEmbeddingRuntime(conf, dataType);
    }

    int dim() {
        return dim;
    }
}
