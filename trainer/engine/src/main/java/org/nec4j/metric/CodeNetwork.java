package org.nec4j.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.nec4j.nn.Dense;
import org.nec4j.nn.FusedLayer;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.TrainableEncoder;
import org.nec4j.vit.VitShape;

/**
 * An encoder's last blocks and a code behind them that learns to tell identities apart by its distances:
 *
 * <pre>
 *   tokens [B, N + L, D] -> last blocks, norm -> mean of patch tokens [B, 1, D] -> projection [B, 1, R] -> steps, if any -> triplets
 *     -> expansion [B, 1, D] -> identities [B, 1, K]
 * </pre>
 *
 * <p>The loss is the cross entropy of the identities and what {@link BatchHardTriplet} measures on the code. After the abstract of McDermott (arXiv
 * 2405.14730) and Hermans et al.; how the paper's own losses weigh is not known.
 */
public final class CodeNetwork {
    /** The way in: what the blocks below give. */
    public static final String TOKENS = "tokens";

    /** From the pooled embedding to the code. */
    public static final String PROJECTION = Encoder.CODE;

    /** The quantizer. */
    public static final String STEP = "code.step";

    /** The triplet loss. */
    public static final String TRIPLETS = "code.triplets";

    /** From the code back to as many numbers as the embedding has. */
    public static final String EXPANSION = "code.expansion";

    /** The output layer. */
    public static final String IDENTITIES = "identities";

    private static final String MEAN = "code.mean";

    private final List<FusedLayer> layers = new ArrayList<>();

    /**
     * A network by its shape.
     *
     * @param encoder whose last blocks it has
     * @param below   blocks that are not part of it
     */
    public CodeNetwork(VitShape encoder, int below, CodeShape shape) {
        List<FusedLayer> whole = TrainableEncoder.layers(encoder);
        layers.addAll(whole.subList(TrainableEncoder.layersBeforeBlocks(encoder) + below, whole.size()));
        layers.add(new TokenMean(MEAN));
        layers.add(new Dense(PROJECTION, encoder.dim(), shape.width(), false, false));
        shape.bits().ifPresent(bits -> layers.add(new LearntStep(STEP, bits)));
        layers.add(new BatchHardTriplet(TRIPLETS, shape.views(), shape.margin()));
        layers.add(new Dense(EXPANSION, shape.width(), encoder.dim(), false, false));
        layers.add(new Identification(IDENTITIES, encoder.dim(), shape.identities(), shape.smoothing()));
    }

    /** All layers, in the order in which they compute. */
    public List<FusedLayer> layers() {
        return List.copyOf(layers);
    }

    /**
     * Adds the network to a graph that has {@link #TOKENS} among its inputs.
     *
     * @param wrap what becomes of a layer before it is added
     */
    public void addTo(GraphBuilder builder, UnaryOperator<FusedLayer> wrap) {
        String at = TOKENS;
        for (FusedLayer layer : layers) {
            builder.addLayer(layer.getLayerName(), wrap.apply(layer), at);
            at = layer.getLayerName();
        }
        builder.setOutputs(IDENTITIES);
    }
}
