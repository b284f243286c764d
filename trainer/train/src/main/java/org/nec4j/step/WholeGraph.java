package org.nec4j.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.codec.error.UserException;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;

/**
 * A graph that trains whole, with its optimizer: what steps of networks that are no masked autoencoder share, and the numbers, by the names of
 * its tensors, that a state of their runs holds.
 */
public final class WholeGraph {
    private final ComputationGraph graph;
    private final Optimizer optimizer;
    private final List<FusedLayer> layers;
    private final Kernels kernels;

    /**
     * With parameters that nobody has set.
     *
     * @param layers   the plan's, in order
     * @param clipNorm longest gradient
     * @param context  what computes
     */
    WholeGraph(GraphBuilder plan, List<FusedLayer> layers, Optional<Double> clipNorm, LayerContext context) {
        this.layers = layers;
        this.kernels = context.kernels();
        graph = new ComputationGraph(plan.build());
        graph.init();
        context.share(graph);
        optimizer = new Optimizer(graph, layers, clipNorm, 1, kernels);
    }

    /** A plan without layers. */
    static GraphBuilder plan() {
        return new NeuralNetConfiguration.Builder().seed(0).miniBatch(false).graphBuilder();
    }

    /** DL4J's view of it. */
    ComputationGraph graph() {
        return graph;
    }

    /** Computes the gradient of a batch, and gives its norm before clipping. */
    double gradient(long step, INDArray labels, INDArray... inputs) {
        graph.getConfiguration().setIterationCount(Math.toIntExact(step));
        graph.setInputs(inputs);
        graph.setLabels(labels);
        graph.computeGradientAndScore();
        return optimizer.gradientNorm();
    }

    /** Moves the parameters by the gradient of this norm. */
    void move(long step, double norm) {
        optimizer.step(Math.toIntExact(step), 0, norm);
    }

    /** Puts a start's numbers into every tensor. */
    void start(Function<Parameter, float[]> numbers) {
        forEachTensor((parameter, view) -> kernels.copies().into(view, numbers.apply(parameter)));
    }

    /** Copies of all tensors by name. */
    public Map<String, float[]> tensors() {
        Map<String, float[]> all = new LinkedHashMap<>();
        forEachTensor(
                (parameter, view) -> all.put(parameter.name(), kernels.copies().of(view)));
        return all;
    }

    /** The tensors' shapes by name. */
    public Map<String, long[]> shapes() {
        Map<String, long[]> all = new LinkedHashMap<>();
        forEachTensor((parameter, view) -> all.put(parameter.name(), parameter.shape()));
        return all;
    }

    /** A copy of the optimizer's moments. */
    public float[] moments() {
        return kernels.copies().of(momentsView());
    }

    /**
     * Goes back to the tensors of a state.
     *
     * @param source whose they are, for the message
     */
    public void restore(Map<String, float[]> tensors, String source) {
        forEachTensor((parameter, view) -> {
            float[] values = tensors.get(parameter.name());
            if (values == null || values.length != view.length()) {
                throw new UserException(source + ": has no tensor " + parameter.name() + " of " + view.length()
                        + " numbers; settings that decide the network cannot change within a run");
            }
            kernels.copies().into(view, values);
        });
    }

    /** As above, and to the optimizer's moments. */
    public void restore(Map<String, float[]> tensors, float[] moments, String source) {
        restore(tensors, source);
        restoreMoments(moments, source);
    }

    private void restoreMoments(float[] moments, String source) {
        if (moments.length != momentsView().length()) {
            throw new UserException(source + ": has " + moments.length + " numbers of the optimizer instead of "
                    + momentsView().length());
        }
        kernels.copies().into(momentsView(), moments);
    }

    private INDArray momentsView() {
        return graph.getUpdater(true).getStateViewArray();
    }

    private void forEachTensor(BiConsumer<Parameter, INDArray> visitor) {
        for (FusedLayer layer : layers) {
            for (Parameter parameter : layer.parameters()) {
                visitor.accept(parameter, graph.getLayer(layer.getLayerName()).getParam(parameter.key()));
            }
        }
    }
}
