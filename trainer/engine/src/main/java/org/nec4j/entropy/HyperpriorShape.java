package org.nec4j.entropy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nec4j.codec.Codec;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.nn.Dense;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.TransformerBlock;

/**
 * The shape of NEC's hyperprior on tokens (arXiv 2403.17886 and its code): two small transformers around the side information z.
 *
 * <pre>
 *   h_a:  |y| -&gt; linear, ReLU -&gt; blocks -&gt; z                 (y itself with means)
 *   h_s:  zHat -&gt; blocks -&gt; linear, ReLU -&gt; scales            (no ReLU, and means beside the scales, with means)
 * </pre>
 *
 * @param dim          D, numbers a token of y
 * @param width        numbers a token of z; 96 in NEC
 * @param heads        attention heads of a block, divide the width; 4 in NEC
 * @param blocks       transformer blocks of each network; 2 in NEC
 * @param layerNormEps added to the variance in every norm
 * @param means        whether means are predicted beside the scales (Minnen et al., arXiv 1809.02736)
 */
public record HyperpriorShape(int dim, int width, int heads, int blocks, double layerNormEps, boolean means) {
    private static final String ANALYSIS = "h_a.";
    private static final String SYNTHESIS = "h_s.";

    /** Layer 1 of h_a is the ReLU, which has no tensors. */
    private static final int FIRST_BLOCK = 2;

    /** Hidden width of a block over its width. */
    private static final int MLP_RATIO = 4;

    /** Checks that the numbers fit each other. */
    public HyperpriorShape {
        if (dim < 1 || width < 1 || heads < 1 || width % heads != 0 || blocks < 1) {
            throw new IllegalArgumentException(
                    "a hyperprior of " + blocks + " blocks and " + heads + " heads does not fit a width of " + width);
        }
    }

    /** The shape of the networks that a codec's file keeps. */
    static HyperpriorShape stored(Codec codec, SafeTensors file) {
        int blocks = 0;
        while (file.contains(SYNTHESIS + blocks + ".norm1.weight")) {
            blocks++;
        }
        int width = (int) file.shape(HyperpriorModel.BOTTLENECK + "." + FactorizedDensity.QUANTILES)[0];
        int heads = file.ints(SYNTHESIS + "heads")[0];
        float epsilon = file.floats(SYNTHESIS + "layer_norm_eps")[0];
        return new HyperpriorShape(
                codec.dim(), width, heads, blocks, epsilon, codec.model().startsWith("mean-scale"));
    }

    /** h_a, layer by layer. */
    List<FusedLayer> analysis() {
        List<FusedLayer> layers = new ArrayList<>();
        layers.add(new Dense(ANALYSIS + 0, dim, width, !means, true));
        for (int i = 0; i < blocks; i++) {
            layers.add(block(ANALYSIS + (FIRST_BLOCK + i)));
        }
        return layers;
    }

    /** h_s, layer by layer. */
    List<FusedLayer> synthesis() {
        List<FusedLayer> layers = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            layers.add(block(SYNTHESIS + i));
        }
        layers.add(new Dense(lastLayer(), width, means ? 2 * dim : dim, false, !means));
        return layers;
    }

    private FusedLayer block(String name) {
        return new TransformerBlock(name, width, MLP_RATIO * width, heads, layerNormEps);
    }

    /** The name of the layer of h_s that gives scales, and means behind them if there are any. */
    String lastLayer() {
        return SYNTHESIS + blocks;
    }

    /** The tensors of both networks. */
    public List<Parameter> parameters() {
        return Stream.of(analysis(), synthesis())
                .flatMap(List::stream)
                .flatMap(layer -> layer.parameters().stream())
                .toList();
    }
}
