package org.nec4j.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The encoder's first step where it trains: embeds patches and puts class and register tokens before them, [B, V, C * P * P] to
 * [B, N + V, D]. A convolution with stride equal to its kernel is a product with its flattened weights; positions are added
 * after it. The images below get no gradient.
 */
public final class PatchEmbedding extends FusedLayer {
    private static final long serialVersionUID = 1L;

    private static final String PREFIX = "patch_embed.";
    private static final String PRODUCT = "proj";

    private int channels;
    private int patchSize;
    private int dim;
    private boolean classToken = true;
    private int registers;
    private int rank = Product.WHOLE;

    /** For DL4J's JSON. */
    PatchEmbedding() {}

    /**
     * An embedding by its shape; its tensors are {@code patch_embed.proj.weight} [D, C, P, P], {@code patch_embed.proj.bias}, {@code
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
        this(name, channels, patchSize, dim, classToken, registers, Product.WHOLE);
    }

    /** As above, with a product of this rank. */
    public PatchEmbedding(
            String name, int channels, int patchSize, int dim, boolean classToken, int registers, int rank) {
        super(name);
        this.rank = rank;
        this.classToken = classToken;
        this.registers = registers;
        this.channels = channels;
        this.patchSize = patchSize;
        this.dim = dim;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(product(channels, patchSize, dim, rank));
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

    /** The tensors of the product alone, for whoever embeds patches without this layer. */
    public static List<Parameter> product(int channels, int patchSize, int dim, int rank) {
        return Product.parameters(PREFIX, PRODUCT, rank, dim, channels, patchSize, patchSize);
    }

    /** The product of patches with an embedding's weights, from its tensors by their names in a checkpoint. */
    public static Product product(int rank, Function<String, INDArray> byName) {
        return Product.of(PRODUCT, rank, key -> byName.apply(PREFIX + key));
    }

    Product product(Function<String, INDArray> tensors) {
        return Product.of(PRODUCT, rank, tensors);
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
