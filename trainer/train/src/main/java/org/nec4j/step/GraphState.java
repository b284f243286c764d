package org.nec4j.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.codec.error.UserException;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.Parameter;

/** The numbers of a graph that trains whole, by the names of its tensors: what a state of a run holds. */
final class GraphState {
    private final ComputationGraph graph;
    private final List<FusedLayer> layers;
    private final Kernels kernels;

    GraphState(ComputationGraph graph, List<FusedLayer> layers, Kernels kernels) {
        this.graph = graph;
        this.layers = layers;
        this.kernels = kernels;
    }

    /** Puts a start's numbers into every tensor. */
    void start(Function<Parameter, float[]> numbers) {
        forEachTensor((parameter, view) -> kernels.copies().into(view, numbers.apply(parameter)));
    }

    /** Copies of all tensors by name. */
    Map<String, float[]> tensors() {
        Map<String, float[]> all = new LinkedHashMap<>();
        forEachTensor(
                (parameter, view) -> all.put(parameter.name(), kernels.copies().of(view)));
        return all;
    }

    /** The tensors' shapes by name. */
    Map<String, long[]> shapes() {
        Map<String, long[]> all = new LinkedHashMap<>();
        forEachTensor((parameter, view) -> all.put(parameter.name(), parameter.shape()));
        return all;
    }

    /** A copy of the optimizer's moments. */
    float[] moments() {
        return kernels.copies().of(momentsView());
    }

    /**
     * Goes back to the tensors of a state.
     *
     * @param source whose they are, for the message
     */
    void restore(Map<String, float[]> tensors, String source) {
        forEachTensor((parameter, view) -> {
            float[] values = tensors.get(parameter.name());
            if (values == null || values.length != view.length()) {
                throw new UserException(source + ": has no tensor " + parameter.name() + " of " + view.length()
                        + " numbers; settings that decide the network cannot change within a run");
            }
            kernels.copies().into(view, values);
        });
    }

    /** Goes back to the optimizer's moments of a state. */
    void restoreMoments(float[] moments, String source) {
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
