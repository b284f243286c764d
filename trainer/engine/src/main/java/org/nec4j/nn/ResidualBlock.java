package org.nec4j.nn;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.kernel.MapKernels;

/**
 * x + gelu(conv2(norm(gelu(conv1(x))))) with 3 x 3 convolutions, [B, H * W, C] to [B, H * W, C]: the ConvBlock in the neck of
 * Neural Embedding Compression's segmentation (arXiv 2403.17886). The published code calls conv1 in both places, so that its
 * conv2 never learns; here there are two.
 */
public final class ResidualBlock extends MapLayer {
    private static final long serialVersionUID = 1L;

    private int channels;

    /** For DL4J's JSON. */
    ResidualBlock() {}

    /** A block by its prefix and width. */
    public ResidualBlock(String name, int channels) {
        super(name);
        this.channels = channels;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        String prefix = getLayerName() + ".";
        for (String conv : List.of("conv1", "conv2")) {
            parameters.add(new Parameter(
                    conv + ".weight", prefix + conv + ".weight", channels, (long) MapKernels.TAPS * channels));
            parameters.add(new Parameter(conv + ".bias", prefix + conv + ".bias", channels));
        }
        parameters.addAll(BatchNorming.parameters("norm.", prefix + "norm.", channels));
        return parameters;
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new ResidualBlockRuntime(conf, dataType);
    }
}
