package org.nec4j.nn;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.kernel.MapKernels;

/**
 * Twice the side: relu(norm(shuffle(conv(x)))), [B, H * W, C] to [B, 4 * H * W, C], where the 3 x 3 convolution gives four times
 * the channels and the shuffle makes them the four pixels of a square (Shi et al., arXiv 1609.05158). Output channel q * C + c of the
 * convolution is channel c of pixel q; PyTorch's PixelShuffle reads it from 4 * c + q.
 */
public final class Upscaling extends MapLayer {
    private static final long serialVersionUID = 1L;

    private int channels;

    /** For DL4J's JSON. */
    Upscaling() {}

    /** An upscaling by its prefix and width. */
    public Upscaling(String name, int channels) {
        super(name);
        this.channels = channels;
    }

    @Override
    public List<Parameter> parameters() {
        String prefix = getLayerName() + ".";
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(
                new Parameter("conv.weight", prefix + "conv.weight", 4L * channels, (long) MapKernels.TAPS * channels));
        parameters.add(new Parameter("conv.bias", prefix + "conv.bias", 4L * channels));
        parameters.addAll(BatchNorming.parameters("bn.", prefix + "bn.", channels));
        return parameters;
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new UpscalingRuntime(conf, dataType);
    }
}
