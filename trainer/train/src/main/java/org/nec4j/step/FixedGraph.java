package org.nec4j.step;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;

/** Part of a trained network, none of whose tensors trains. */
final class FixedGraph {
    private FixedGraph() {}

    /** Makes a layer ready for a plan. */
    static <L extends FusedLayer> L fixed(L layer, LayerContext context) {
        layer.train(parameter -> Optional.empty());
        layer.share(context);
        return layer;
    }

    /**
     * The graph of a plan, with these numbers.
     *
     * @param layers the plan's, {@link #fixed}
     * @param tensor a tensor's numbers
     */
    static ComputationGraph of(
            GraphBuilder plan,
            List<? extends FusedLayer> layers,
            Function<Parameter, float[]> tensor,
            LayerContext context) {
        ComputationGraph graph = new ComputationGraph(plan.build());
        graph.init();
        context.share(graph);
        layers.forEach(layer -> layer.parameters().forEach(parameter -> context.kernels()
                .copies()
                .into(graph.getLayer(layer.getLayerName()).getParam(parameter.key()), tensor.apply(parameter))));
        return graph;
    }
}
