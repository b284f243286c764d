package org.nec4j.sensing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.nec4j.grid.GridConvolution;
import org.nec4j.kernel.Window;
import org.nec4j.nn.Dense;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.InitialWeights;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.PixelClassification;

/**
 * Compressed learning (Bhattacharjee and Jung, arXiv 2409.01988) of square images, [B, 1, S * S] to classes [B, 1, K]:
 *
 * <pre>
 *   x -> sensing and recovery -> x̂ as a map -> 3 x 3 stride 2 to C -> gelu, 3 x 3 stride 2 to 2 C -> gelu, 3 x 3 stride 2 to 4 C
 *     -> 4 C S² / 64 numbers -> linear to 64, max(0, .) -> linear to K
 * </pre>
 *
 * <p>The loss is CE + lambda D: the cross entropy is {@link #OUTPUT}'s, D what {@link #SENSING} measures. Without sensing the input is what
 * somebody else recovered, or the block itself. The classifier is ours: the paper's could not be read.
 */
public final class SensingNetwork {
    /** The blocks' way in. */
    public static final String INPUT = "x";

    /** The layer that senses and recovers. */
    public static final String SENSING = "sensing";

    /** The output layer. */
    public static final String OUTPUT = "classifier.classes";

    private static final int HALVINGS = 3;
    private static final int HIDDEN = 64;

    private final Optional<UnrolledSensing> sensing;
    private final int side;
    private final int width;
    private final Map<String, FusedLayer> layers = new LinkedHashMap<>();

    /**
     * A network by its shape.
     *
     * @param sensing of that name; without it blocks come to the classifier as they are
     * @param side    S, a multiple of 8
     * @param width   C
     * @param classes K
     * @param smoothing share of a label that all classes have alike
     */
    public SensingNetwork(Optional<UnrolledSensing> sensing, int side, int width, int classes, double smoothing) {
        if (side < 1 << HALVINGS || side % (1 << HALVINGS) != 0) {
            throw new IllegalArgumentException("maps of " + side + " pixels cannot be halved three times");
        }
        this.sensing = sensing;
        this.side = side;
        this.width = width;
        sensing.ifPresent(this::add);
        for (int i = 0; i < HALVINGS; i++) {
            add(new GridConvolution(
                    convolution(i), i == 0 ? 1 : width << i - 1, width << i, new Window(3, 2), false, i > 0));
        }
        add(new Dense("classifier.hidden", numbers(), HIDDEN, false, true));
        add(new PixelClassification(OUTPUT, HIDDEN, classes, 0, 1, 0).smoothed(smoothing));
    }

    private static String convolution(int i) {
        return "classifier.convolutions." + i;
    }

    private void add(FusedLayer layer) {
        layers.put(layer.getLayerName(), layer);
    }

    /** Numbers of an image that the linear layers see. */
    private int numbers() {
        int left = side >> HALVINGS;
        return (width << HALVINGS - 1) * left * left;
    }

    /** Whether the network senses. */
    public boolean senses() {
        return sensing.isPresent();
    }

    /** All layers, in the order in which they compute. */
    public List<FusedLayer> layers() {
        return List.copyOf(layers.values());
    }

    /**
     * Adds the network to a graph that has {@link #INPUT} among its inputs.
     *
     * @param wrap what becomes of a layer before it is added
     */
    public void addTo(GraphBuilder builder, UnaryOperator<FusedLayer> wrap) {
        String at = INPUT;
        if (senses()) {
            builder.addLayer(SENSING, wrap.apply(layers.get(SENSING)), at);
            at = SENSING;
        }
        builder.addVertex("map", new ReshapeVertex(-1, side, side, 1), at); // [B, S, S, 1]
        at = "map";
        for (int i = 0; i < HALVINGS; i++) {
            builder.addLayer(convolution(i), wrap.apply(layers.get(convolution(i))), at);
            at = convolution(i);
        }
        builder.addVertex("row", new ReshapeVertex(-1, 1, numbers()), at); // [B, 1, 4 C S² / 64]
        builder.addLayer("classifier.hidden", wrap.apply(layers.get("classifier.hidden")), "row");
        builder.addLayer(OUTPUT, wrap.apply(layers.get(OUTPUT)), "classifier.hidden");
        builder.setOutputs(OUTPUT);
    }

    /** A classifier's numbers before any training; seeds that follow one another are mixed first. */
    public static float[] start(Parameter parameter, long seed) {
        long mixed = new SplittableRandom(seed).split().nextLong();
        return InitialWeights.draw(parameter.name(), parameter.shape(), mixed);
    }
}
