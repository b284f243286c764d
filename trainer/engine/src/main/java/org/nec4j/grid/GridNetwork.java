package org.nec4j.grid;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.nec4j.kernel.GridKernels;
import org.nec4j.kernel.Window;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.InitialWeights;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.WeightedSquares;

/**
 * The hierarchical VQ autoencoder for gridded fields (Le and Tao, arXiv 2307.04216, as their program has it), [B, H, W, C] to [B, H, W, C]:
 *
 * <pre>
 *   x standardized -> 1 x 1, 4 x 4, 3 x 3 -> R blocks that halve -> trunk t -> 3 x 3 -> y
 *                                                    t -> 1 block that halves -> 3 x 3 -> z -> codebook 1 -> z_q
 *   y + T 5 x 5 (z_q) -> codebook 0 -> y_q
 *   1 block that doubles (T 3 x 3 (z_q)) + T 3 x 3 (y_q) -> R blocks that double -> T 3 x 3, T 1 x 1 -> x̂, no longer standardized
 * </pre>
 *
 * <p>The loss is 3 D + what both codebooks measure, D = {@link WeightedSquares}. Tensors are named as theirs are.
 */
public final class GridNetwork {
    /** The data's way in. */
    public static final String INPUT = "x";

    /** The output layer. */
    public static final String OUTPUT = "grid_loss";

    /** The codebook of the finer level. */
    public static final String FINE = "vq_layer_0";

    /** The codebook of the coarser level. */
    public static final String COARSE = "vq_layer_1";

    /** What the loss multiplies D by. */
    public static final double WEIGHT = 3;

    private static final String TRUNK = "encoder_stack_0._layers.";
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final GridShape shape;

    /** A layer, or none for a sum, behind others. */
    private record Node(List<FusedLayer> layer, List<String> inputs) {}

    /**
     * A network by its shape.
     *
     * @param means       of the data's channels
     * @param deviations  of the data's channels
     * @param commitment  of both codebooks
     * @param decay       of both codebooks
     * @param epsilon     of both codebooks
     */
    public GridNetwork(
            GridShape shape, double[] means, double[] deviations, double commitment, double decay, double epsilon) {
        this.shape = shape;
        int p = shape.pre();
        int n = shape.width();
        int d = shape.dim();
        String at = add(ChannelScaling.standardize("standardized", means, deviations), INPUT);
        at = add(conv("pre_block._conv0", shape.channels(), p, 1, 1, false, false), at);
        at = add(conv("pre_block._conv1", p, 2 * p, 4, 1, false, true), at);
        at = add(conv("pre_block._conv2", 2 * p, 2 * p, 3, 1, false, true), at);
        for (int block = 0; block < shape.blocks(); block++) {
            at = add(new ResamplingBlock(TRUNK + block, block == 0 ? 2 * p : n, n, 5, false), at);
        }
        String fine = add(conv("final_conv_encoder_0", n, d, 3, 1, false, false), at);
        at = add(new ResamplingBlock("encoder_stack_1._layers.0", n, 2 * n, 5, false), at);
        at = add(conv("final_conv_encoder_1", 2 * n, d, 3, 1, false, false), at);
        String coarse = add(new Codebook(COARSE, shape.codes(), d, commitment, decay, epsilon), at);
        at = add(conv("first_conv_decoder_yz", d, d, 5, 2, true, false), coarse);
        at = sum("fine", fine, at);
        String quantized = add(new Codebook(FINE, shape.codes(), d, commitment, decay, epsilon), at);
        at = add(conv("first_conv_decoder_1", d, 2 * n, 3, 1, true, false), coarse);
        at = add(new ResamplingBlock("decoding_stack_1._layers.0", 2 * n, n, 3, true), at);
        at = sum("both", at, add(conv("first_conv_decoder_0", d, n, 3, 1, true, false), quantized));
        for (int block = 0; block < shape.blocks(); block++) {
            int out = block == shape.blocks() - 1 ? 2 * p : n;
            at = add(new ResamplingBlock("decoding_stack_0._layers." + block, n, out, 3, true), at);
        }
        at = add(conv("post_block._conv1", 2 * p, p, 3, 1, true, true), at);
        at = add(conv("post_block._conv2", p, shape.channels(), 1, 1, true, true), at);
        at = add(ChannelScaling.undo("restored", means, deviations), at);
        add(new WeightedSquares(OUTPUT), at);
    }

    private static GridConvolution conv(
            String name, int in, int out, int kernel, int stride, boolean transposed, boolean bent) {
        return new GridConvolution(name, in, out, new Window(kernel, stride), transposed, bent);
    }

    private String add(FusedLayer layer, String below) {
        nodes.put(layer.getLayerName(), new Node(List.of(layer), List.of(below)));
        return layer.getLayerName();
    }

    private String sum(String name, String one, String other) {
        nodes.put(name, new Node(List.of(), List.of(one, other)));
        return name;
    }

    /** All layers, in the order in which they compute. */
    public List<FusedLayer> layers() {
        List<FusedLayer> all = new ArrayList<>();
        nodes.values().forEach(node -> all.addAll(node.layer()));
        return all;
    }

    /**
     * Adds the network to a graph that has {@link #INPUT} among its inputs.
     *
     * @param wrap what becomes of a layer before it is added
     */
    public void addTo(GraphBuilder builder, UnaryOperator<FusedLayer> wrap) {
        nodes.forEach((name, node) -> {
            String[] inputs = node.inputs().toArray(String[]::new);
            if (node.layer().isEmpty()) {
                builder.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), inputs);
            } else {
                builder.addLayer(name, wrap.apply(node.layer().get(0)), inputs);
            }
        });
        builder.setOutputs(OUTPUT);
    }

    /** Whether no loss moves the tensor: codes, and what they follow. */
    public static boolean neverTrains(Parameter parameter) {
        return List.of(Codebook.CODES, Codebook.SIZES, Codebook.SUMS).contains(parameter.key());
    }

    /** A tensor's numbers before any training; divisive norms begin near the identity, codes normal and with nothing counted. */
    public static float[] start(Parameter parameter, long seed) {
        float[] values = new float[Math.toIntExact(parameter.length())];
        switch (parameter.key()) {
            case DivisiveNorm.BETA -> Arrays.fill(values, (float) Math.sqrt(1 + GridKernels.PEDESTAL));
            case DivisiveNorm.GAMMA -> {
                int c = (int) parameter.shape()[0];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) Math.sqrt((i / c == i % c ? 0.1 : 0) + GridKernels.PEDESTAL);
                }
            }
            case Codebook.CODES, Codebook.SUMS -> {
                SplittableRandom random = InitialWeights.random(parameter.name(), seed);
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextGaussian();
                }
            }
            case Codebook.SIZES -> Arrays.fill(values, 0);
            default -> {
                return InitialWeights.draw(parameter.name(), parameter.shape(), seed);
            }
        }
        return values;
    }

    /** The shape that it was made with. */
    public GridShape shape() {
        return shape;
    }
}
