package org.nec4j.grid;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.kernel.Window;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.Parameter;

/**
 * A convolution of maps with its bias, [B, H, W, in] to [B, H / stride, W / stride, out], or a transposed one to [B, H * stride, W * stride, out],
 * optionally of gelu(x). Zeros stand around the map, (k - 1) / 2 of them before it. PyTorch's weight has its second channel axis moved to
 * the end: [out, k, k, in], or [in, k, k, out] for a transposed one.
 */
public final class GridConvolution extends FusedLayer {
    private static final long serialVersionUID = 1L;

    private int in;
    private int out;
    private int kernel;
    private int stride;
    private boolean transposed;
    private boolean bent;

    /** For DL4J's JSON. */
    GridConvolution() {}

    /**
     * A convolution by its shape.
     *
     * @param name       prefix of weight and bias
     * @param window     what it sees
     * @param transposed whether it spreads instead of gathers
     * @param bent       whether it sees gelu(x) instead of x
     */
    public GridConvolution(String name, int in, int out, Window window, boolean transposed, boolean bent) {
        super(name);
        this.in = in;
        this.out = out;
        this.kernel = window.kernel();
        this.stride = window.stride();
        this.transposed = transposed;
        this.bent = bent;
    }

    @Override
    public List<Parameter> parameters() {
        String prefix = getLayerName() + (transposed ? ".conv_transpose." : ".conv.");
        return List.of(
                weight("weight", prefix + "weight", in, out, window(), transposed),
                new Parameter("bias", prefix + "bias", out));
    }

    /** The weight of a convolution. */
    static Parameter weight(String key, String name, long in, long out, Window window, boolean transposed) {
        return transposed
                ? new Parameter(key, name, in, window.taps() * out)
                : new Parameter(key, name, out, window.taps() * in);
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new GridConvolutionRuntime(conf, dataType);
    }

    Window window() {
        return new Window(kernel, stride);
    }

    int out() {
        return out;
    }

    boolean transposed() {
        return transposed;
    }

    boolean bent() {
        return bent;
    }
}
