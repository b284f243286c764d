package org.nec4j.grid;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.kernel.Window;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.Parameter;

/**
 * Halves maps, [B, H, W, in] to [B, H / 2, W / 2, out], or doubles them (Le and Tao, arXiv 2307.04216, as their program does it): u = a divisive norm
 * of x, its inverse where maps grow; y = conv2(gelu(conv1(conv0(u)))) + shortcut(u), conv0 k x k and shortcut 1 x 1 with stride 2, conv1 to four
 * times as many channels and conv2 1 x 1, none with a bias, all transposed where maps grow.
 */
public final class ResamplingBlock extends FusedLayer {
    private static final long serialVersionUID = 1L;
    /** How many times as many channels lie between conv1 and conv2. */
    private static final int WIDENING = 4;

    private int in;
    private int out;
    private int kernel;
    private boolean grows;

    /** For DL4J's JSON. */
    ResamplingBlock() {}

    /**
     * A block by its shape.
     *
     * @param name   prefix of the block's tensors
     * @param kernel k of its first convolution
     * @param grows  whether it doubles maps instead of halving them
     */
    public ResamplingBlock(String name, int in, int out, int kernel, boolean grows) {
        super(name);
        this.in = in;
        this.out = out;
        this.kernel = kernel;
        this.grows = grows;
    }

    /** A convolution of the block: between which channels, through which window. */
    record Part(String key, int in, int out, Window window) {}

    List<Part> parts() {
        Window pixel = new Window(1, 1);
        return List.of(
                new Part("conv0", in, out, new Window(kernel, 2)),
                new Part("conv1", out, hidden(), pixel),
                new Part("conv2", hidden(), out, pixel),
                new Part("shortcut", in, out, new Window(1, 2)));
    }

    @Override
    public List<Parameter> parameters() {
        String prefix = getLayerName() + ".";
        List<Parameter> all = new ArrayList<>(DivisiveNorm.parameters(prefix + (grows ? "igdn." : "gdn."), in));
        for (Part part : parts()) {
            String name = prefix + part.key() + (grows ? ".conv_transpose.weight" : ".conv.weight");
            all.add(GridConvolution.weight(part.key(), name, part.in(), part.out(), part.window(), grows));
        }
        return all;
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new ResamplingBlockRuntime(conf, dataType);
    }

    int out() {
        return out;
    }

    int hidden() {
        return WIDENING * out;
    }

    boolean grows() {
        return grows;
    }
}
