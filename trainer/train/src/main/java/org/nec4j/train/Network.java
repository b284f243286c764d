package org.nec4j.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.entropy.EntropyModel;
import org.nec4j.kernel.Copy;
import org.nec4j.kernel.Patchify;
import org.nec4j.kernel.Rows;
import org.nec4j.nn.Distorted;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.nn.Rated;
import org.nec4j.nn.Scratch;
import org.nec4j.vit.FrozenTrunk;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.Visible;
import org.nec4j.vit.VitShape;

/**
 * The model while it trains: frozen trunk, DL4J graph, and the way from a batch of images through both.
 *
 * <pre>
 *   images -&gt; patches -&gt; trunk (visible ones only) -&gt; graph -&gt; loss
 *                \-----------------------------------------&gt; labels
 * </pre>
 */
final class Network {
    private final VitShape shape;
    private final Objective objective;
    private final Tensors start;
    private final List<String> rated;
    private final NecGraph plan;
    private final ComputationGraph graph;
    private final Optional<FrozenTrunk> trunk;
    private final Scratch inputs = new Scratch();
    private final INDArray positions;

    /**
     * Puts the model together.
     *
     * @param tensors  all tensors of the model, the entropy model's included where there is one
     * @param settings how each tensor trains; frozen where it gives nothing
     */
    Network(
            VitShape shape,
            Objective objective,
            Optional<EntropyModel> entropy,
            Tensors tensors,
            Function<Parameter, Optional<ParameterSetting>> settings,
            long seed) {
        this(shape, objective, entropy, tensors, settings, seed, LayerContext.create());
    }

    /** As above, with a context that the caller looks into. */
    Network(
            VitShape shape,
            Objective objective,
            Optional<EntropyModel> entropy,
            Tensors tensors,
            Function<Parameter, Optional<ParameterSetting>> settings,
            long seed,
            LayerContext context) {
        this.shape = shape;
        this.objective = objective;
        this.start = tensors;
        this.rated = entropy.map(model -> List.copyOf(model.noises().keySet())).orElse(List.of());
        this.plan = new NecGraph(shape, objective.lambda(), entropy, settings);
        this.graph = plan.build(tensors, context, seed);
        this.trunk = plan.embedsPatches()
                ? Optional.empty()
                : Optional.of(new FrozenTrunk(shape, plan.trunkDepth(), tensors, context));
        this.positions = tensors.array("pos_embed", 1 + shape.patches(), shape.dim());
    }

    /** DL4J's view of the trainable part, for summaries, listeners and saving. */
    ComputationGraph graph() {
        return graph;
    }

    /** The layers' plan. */
    NecGraph plan() {
        return plan;
    }

    /** All tensors of the model as they are now. */
    Tensors tensors() {
        Map<String, float[]> current = new LinkedHashMap<>();
        plan.views(graph).forEach((name, view) -> current.put(name, Copy.of(view)));
        return start.with(current);
    }

    /** Computes the score and all gradients; parameters stay as they are. */
    StepResult forwardBackward(StepInputs in) {
        long b = in.images().size(0);
        int visible = in.keep()[0].length;
        INDArray ranks = inputs.get("ranks", b, shape.patches());
        INDArray mask = inputs.get("mask", b, shape.patches());
        fillMask(in.restore(), visible, ranks, mask);
        if (trunk.isPresent()) {
            INDArray tokens = inputs.get("tokens", b, 1 + visible, shape.dim());
            trunk.get().forward(in.images(), in.keep(), tokens); // [B, 1 + V, D]
            graph.setInputs(tokens, ranks);
        } else {
            INDArray chosen = inputs.get("visible", b, visible, shape.patchNumbers());
            INDArray placed = inputs.get("positions", b, 1 + visible, shape.dim());
            Patchify.channelsFirst(in.images(), shape.patchSize(), in.keep(), chosen); // [B, V, C * P * P]
            Rows.gather(positions, Visible.positions(in.keep()), placed);
            graph.setInputs(chosen, placed, ranks);
        }
        INDArray labels = inputs.get("labels", b, shape.patches(), shape.patchNumbers());
        Patchify.channelsLast(in.images(), shape.patchSize(), labels); // [B, L, P * P * C]
        if (objective.normalizedPixels()) {
            Patchify.standardise(labels);
        }
        rated.forEach(name -> rated(name).noise(in.noise().get(name)));
        graph.setLabels(labels);
        graph.setLayerMaskArrays(null, new INDArray[] {mask});
        graph.computeGradientAndScore();
        double distortion = ((Distorted) graph.getLayer(NecGraph.OUTPUT)).distortion();
        return new StepResult(
                graph.score(),
                distortion,
                rated.stream().mapToDouble(name -> rated(name).bits()).sum(),
                rated.stream().mapToDouble(name -> rated(name).auxiliary()).sum());
    }

    private Rated rated(String name) {
        return (Rated) graph.getLayer(name);
    }

    private static void fillMask(int[][] restore, int visible, INDArray ranks, INDArray mask) {
        int patches = restore[0].length;
        float[] rank = new float[restore.length * patches];
        float[] masked = new float[rank.length];
        for (int i = 0; i < rank.length; i++) {
            rank[i] = restore[i / patches][i % patches];
            masked[i] = rank[i] >= visible ? 1 : 0;
        }
        Copy.into(ranks, rank);
        Copy.into(mask, masked);
    }
}
