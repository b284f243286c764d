package org.nec4j.entropy;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.kernel.TransformKernels;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.Parameter;

/**
 * Analysis, quantization and synthesis of the token layer, [B, 1 + L, D] to [B, L, D]; measures Σ_b (delta_b / 2)^pull * bits_b.
 *
 * <pre>
 *   c = (D_R ⊗ D_C) (y - m) Aᵀ     of the patch tokens, m a mean of every place's own; the class token is left out
 *   v = c / (delta * e),     e = exp(steps)
 *   x = (D_R ⊗ D_C)ᵀ (q(v) * delta * e) Bᵀ + m - mean_t m,  frequency 0 of c being none of it: x has mean 0 over the tokens
 * </pre>
 *
 * <p>q, through which gradients pass straight, and the bits, of v plus noise or of symbols, are what {@link TransformKernels#quantize} says of
 * the {@link Relaxation}; delta is drawn for every image by its noise's first number ({@link StepRange}).
 */
public final class TransformBottleneck extends FusedLayer {
    private static final long serialVersionUID = 1L;

    private int rows;
    private int columns;
    private int dim;
    private int components;
    private double rounding;
    private double price;
    private double share;
    private int from;
    private double low;
    private double high;
    private double pull;

    /** For DL4J's JSON. */
    TransformBottleneck() {}

    /**
     * A bottleneck by its shape.
     *
     * @param relaxation what stands for quantization
     * @param steps      how an image's step is drawn
     */
    public TransformBottleneck(String name, TransformShape shape, Relaxation relaxation, StepRange steps) {
        super(name);
        this.rows = shape.rows();
        this.columns = shape.columns();
        this.dim = shape.dim();
        this.components = shape.components();
        this.rounding = relaxation.rounding();
        this.price = relaxation.price();
        this.share = relaxation.share();
        this.from = relaxation.from();
        this.low = steps.low();
        this.high = steps.high();
        this.pull = steps.pull();
    }

    @Override
    public List<Parameter> parameters() {
        int frequencies = shape().frequencies();
        return List.of(
                tensor("analysis", components, dim),
                tensor("synthesis", dim, components),
                tensor("mean", frequencies + 1, dim),
                tensor("steps", frequencies, components),
                tensor("scales", frequencies, components));
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new TransformBottleneckRuntime(conf, dataType);
    }

    @Override
    public boolean measures() {
        return true;
    }

    TransformShape shape() {
        return new TransformShape(rows, columns, dim, components);
    }

    Relaxation relaxation() {
        return new Relaxation(rounding, price, share, from);
    }

    StepRange range() {
        return new StepRange(low, high, pull);
    }
}
