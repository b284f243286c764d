package org.nec4j.nn;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.kernel.MapKernels;

/**
 * A 3 x 3 convolution with zeros around the map, [B, H * W, in] to [B, H * W, out]. Its weight is [out, 9 * in], PyTorch's
 * [out, in, 3, 3] with the input channels moved to the end.
 */
public final class Convolution extends MapLayer {
    private static final long serialVersionUID = 1L;

    private int in;
    private int out;
    private boolean bias;

    /** For DL4J's JSON. */
    Convolution() {}

    /**
     * A convolution by its shape.
     *
     * @param name prefix of the layer's tensors
     * @param bias whether a bias is added; where a norm follows it would be lost
     */
    public Convolution(String name, int in, int out, boolean bias) {
        super(name);
        this.in = in;
        this.out = out;
        this.bias = bias;
    }

    @Override
    public List<Parameter> parameters() {
        Parameter weight = tensor("weight", out, (long) MapKernels.TAPS * in);
        return bias ? List.of(weight, tensor("bias", out)) : List.of(weight);
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new ConvolutionRuntime(conf, dataType);
    }

    int out() {
        return out;
    }

    boolean bias() {
        return bias;
    }
}
