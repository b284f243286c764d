package org.nec4j.nn;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.kernel.GeluForm;

/** A pre-norm transformer block, [B, T, D] to [B, T, D]: y = x + attention(norm1(x)), y + mlp(norm2(y)), tensors named as timm and facebookresearch/mae name them. */
public final class TransformerBlock extends FusedLayer {
    private static final long serialVersionUID = 1L;

    private int dim;
    private int hidden;
    private int heads;
    private double eps;
    private GeluForm gelu = GeluForm.ERF;
    private int[] ranks = BlockRanks.WHOLE.numbers();

    /** For DL4J's JSON. */
    TransformerBlock() {}

    /**
     * A block by its shape.
     *
     * @param name   prefix of the layer's tensors, such as {@code blocks.11}
     * @param dim    D
     * @param hidden M, width of the multi-layer perceptron
     * @param heads  divides D
     * @param eps    of both layer norms
     */
    public TransformerBlock(String name, int dim, int hidden, int heads, double eps) {
        this(name, dim, hidden, heads, eps, GeluForm.ERF);
    }

    /** As above, with a gelu of this form. */
    public TransformerBlock(String name, int dim, int hidden, int heads, double eps, GeluForm gelu) {
        this(name, dim, hidden, heads, eps, gelu, BlockRanks.WHOLE);
    }

    /** As above, with products of these ranks. */
    public TransformerBlock(String name, int dim, int hidden, int heads, double eps, GeluForm gelu, BlockRanks ranks) {
        super(name);
        this.ranks = ranks.numbers();
        this.gelu = gelu;
        this.dim = dim;
        this.hidden = hidden;
        this.heads = heads;
        this.eps = eps;
    }

    @Override
    public List<Parameter> parameters() {
        return BlockWeights.parameters(getLayerName(), dim, hidden, ranks());
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new TransformerBlockRuntime(conf, dataType);
    }

    int heads() {
        return heads;
    }

    int hidden() {
        return hidden;
    }

    double eps() {
        return eps;
    }

    GeluForm gelu() {
        return gelu;
    }

    BlockRanks ranks() {
        return new BlockRanks(ranks[0], ranks[1], ranks[2], ranks[3]);
    }
}
