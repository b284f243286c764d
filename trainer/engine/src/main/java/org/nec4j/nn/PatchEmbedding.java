package org.nec4j.nn;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The encoder's first step where it trains: embeds patches and puts class and register tokens before them, [B, V, C * P * P] to
 * [B, N + V, D]. A convolution with stride equal to its kernel is a product with its flattened weights; positions are added
 * after it. The images below get no gradient.
 */
public final class PatchEmbedding extends FusedLayer {
    private static final long serialVersionUID = 1L;

    private int channels;
    private int patchSize;
    private int dim;
    private boolean classToken = true;
    private int registers;

    /** For DL4J's JSON. */
    PatchEmbedding() {}

    /**
     * An embedding by its shape; its tensors are {@code patch_embed.proj.weight}, {@code patch_embed.proj.bias}, {@code
     * cls_token}. It has a class token and no registers.
     *
     * @param name      name of the layer
     * @param channels  C
     * @param patchSize P, in pixels
     * @param dim       D
     */
    public PatchEmbedding(String name, int channels, int patchSize, int dim) {
        this(name, channels, patchSize, dim, true, 0);
    }

    /** As above, with or without {@code cls_token}, and with so many rows of {@code reg_token} behind it. */
    public PatchEmbedding(String name, int channels, int patchSize, int dim, boolean classToken, int registers) {
        super(name);
        this.classToken = classToken;
        this.registers = registers;
        this.channels = channels;
        this.patchSize = patchSize;
        this.dim = dim;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(new Parameter("proj.weight", "patch_embed.proj.weight", dim, channels, patchSize, patchSize));
        parameters.add(new Parameter("proj.bias", "patch_embed.proj.bias", dim));
        if (classToken) {
            parameters.add(new Parameter("clstoken", "cls_token", 1, 1, dim));
        }
        if (registers > 0) {
            parameters.add(new Parameter("regtoken", "reg_token", 1, registers, dim));
        }
        return parameters;
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new PatchEmbeddingRuntime(conf, dataType);
    }

    int dim() {
        return dim;
    }

    boolean classToken() {
        return classToken;
    }

    int registers() {
        return registers;
    }
}
