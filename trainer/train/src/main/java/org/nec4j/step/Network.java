package org.nec4j.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Measuring;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.nn.Rated;
import org.nec4j.nn.Scratch;
import org.nec4j.objective.Loss;
import org.nec4j.objective.Measured;
import org.nec4j.objective.Objective;
import org.nec4j.objective.StepInputs;
import org.nec4j.objective.Tail;
import org.nec4j.vit.FrozenTrunk;
import org.nec4j.vit.PatchInput;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/**
 * The model while it trains: frozen trunk, DL4J graph, and the way from a batch of images through both.
 *
 * <pre>
 *   images -&gt; patches -&gt; trunk (visible ones only) -&gt; graph -&gt; terms -&gt; the objective's loss
 *                \-----------------------------------------&gt; labels
 * </pre>
 */
public final class Network {
    /** An array of its own, which measurements in between leave alone. */
    private static final String SHARED = "tokens.shared";

    private final VitShape shape;
    private final Objective objective;
    private final Tensors start;
    private final List<String> noisy;
    private final NecGraph plan;
    private final ComputationGraph graph;
    private final Optional<FrozenTrunk> trunk;
    private final Scratch inputs = new Scratch();
    private final PatchInput input;
    private final Kernels kernels;

    /**
     * Puts the model together.
     *
     * @param tensors  all tensors of the model, the entropy model's included where there is one
     * @param settings how each tensor trains; frozen where it gives nothing
     * @param context  what computes
     */
    public Network(
            VitShape shape,
            Objective objective,
            Tensors tensors,
            Function<Parameter, Optional<ParameterSetting>> settings,
            long seed,
            LayerContext context) {
        this.shape = shape;
        this.kernels = context.kernels();
        this.objective = objective;
        this.start = tensors;
        this.noisy = objective
                .entropy()
                .map(model -> List.copyOf(model.noises().keySet()))
                .orElse(List.of());
        this.plan = new NecGraph(shape, objective, settings);
        this.graph = plan.build(tensors, context, seed);
        this.trunk = plan.embedsPatches()
                ? Optional.empty()
                : Optional.of(new FrozenTrunk(shape, plan.trunkDepth(), tensors, context));
        this.input = new PatchInput(
                shape,
                tensors.array(context.kernels(), "pos_embed", shape.prefix() + shape.patches(), shape.dim()),
                new LayerContext(kernels, inputs));
    }

    /** DL4J's view of the trainable part, for summaries, listeners and saving. */
    public ComputationGraph graph() {
        return graph;
    }

    /** All tensors of the model as it began. */
    public Tensors start() {
        return start;
    }

    /** What computes. */
    public Kernels kernels() {
        return kernels;
    }

    /** The layers' plan. */
    public NecGraph plan() {
        return plan;
    }

    /** All tensors of the model as they are now. */
    public Tensors tensors() {
        Map<String, float[]> current = new LinkedHashMap<>();
        plan.views(graph)
                .forEach((name, view) -> current.put(name, kernels.copies().of(view)));
        return start.with(current);
    }

    /** The tensors that no layer of the graph holds: they never move. */
    public Map<String, float[]> frozen() {
        Map<String, float[]> still = new LinkedHashMap<>(start.all());
        still.keySet().removeAll(plan.views(graph).keySet());
        return still;
    }

    /** The same inputs with what the trunk makes of them, for networks that have the same trunk; its array is used again by the next call. */
    StepInputs embedded(StepInputs in) {
        if (in.tokens().isPresent() || trunk.isEmpty()) {
            return in;
        }
        INDArray tokens = trunkTokens(SHARED, in);
        return new StepInputs(in.images(), in.keep(), in.restore(), in.noise(), in.teacher(), Optional.of(tokens));
    }

    /** Computes the loss and all gradients; parameters stay as they are. */
    public Measured forwardBackward(StepInputs in) {
        MultiDataSet batch = batch(in);
        Loss loss = begin(in);
        graph.setInputs(batch.getFeatures());
        graph.setLabels(batch.getLabels());
        graph.setLayerMaskArrays(null, batch.getLabelsMaskArrays());
        graph.computeGradientAndScore();
        double auxiliary = noisy.stream()
                .mapToDouble(name -> ((Rated) graph.getLayer(name)).auxiliary())
                .sum();
        return measured(loss, auxiliary);
    }

    /**
     * Computes the loss as the last training step would, noise included, without a backward pass: gradients stay as they are, too. What layers
     * do in the beginning of training alone does not count: the codec will not do it.
     */
    public Measured evaluate(StepInputs in) {
        for (Layer layer : graph.getLayers()) {
            layer.setIterationCount(Integer.MAX_VALUE);
        }
        MultiDataSet batch = batch(in);
        Loss loss = begin(in);
        graph.score(batch, true);
        return measured(loss, Double.NaN);
    }

    /** What goes into the graph, and what its output is compared with. */
    private MultiDataSet batch(StepInputs in) {
        Tail.Feed feed = objective.tail().feed(in, new LayerContext(kernels, inputs));
        List<INDArray> features = new ArrayList<>(visible(in));
        features.addAll(feed.inputs());
        return new MultiDataSet(
                features.toArray(INDArray[]::new),
                new INDArray[] {feed.labels()},
                null,
                feed.mask().map(mask -> new INDArray[] {mask}).orElse(null));
    }

    /** The encoder's inputs: tokens [B, N + V, D] behind the trunk; without one patches [B, V, C * P * P] and positions. */
    private List<INDArray> visible(StepInputs in) {
        if (in.tokens().isPresent()) {
            return List.of(in.tokens().get());
        }
        if (trunk.isPresent()) {
            return List.of(trunkTokens("tokens", in));
        }
        return List.of(input.patches(in.images(), in.keep()), input.positions(in.keep()));
    }

    private INDArray trunkTokens(String place, StepInputs in) {
        int visible = in.keep()[0].length;
        INDArray tokens = inputs.get(place, in.images().size(0), shape.prefix() + visible, shape.dim());
        trunk.orElseThrow().forward(in.images(), in.keep(), tokens); // [B, N + V, D]
        return tokens;
    }

    private Loss begin(StepInputs in) {
        noisy.forEach(name -> ((Rated) graph.getLayer(name)).noise(in.noise().get(name)));
        Loss loss = objective.loss((int) in.images().size(0));
        loss.factors().forEach((layer, factor) -> measuring(layer).begin(factor));
        return loss;
    }

    private Measured measured(Loss loss, double auxiliary) {
        double value = loss.value(layer -> measuring(layer).measured());
        graph.setScore(value); // what DL4J's listeners see
        Map<String, Double> terms = new LinkedHashMap<>();
        for (Loss.Term term : loss.terms()) {
            double sum = term.layers().stream()
                    .mapToDouble(layer -> measuring(layer).measured())
                    .sum();
            terms.put(term.name(), sum);
        }
        return new Measured(value, terms, auxiliary);
    }

    private Measuring measuring(String layer) {
        return (Measuring) graph.getLayer(layer);
    }
}
