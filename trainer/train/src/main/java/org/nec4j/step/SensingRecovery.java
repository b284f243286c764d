package org.nec4j.step;

import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;
import org.nec4j.sensing.Sensed;
import org.nec4j.sensing.SensingNetwork;
import org.nec4j.sensing.UnrolledSensing;

/** A trained recovery, without what senses before it and what classifies behind it. Not safe for use by two threads. */
public final class SensingRecovery {
    private final ComputationGraph graph;
    private final Kernels kernels;
    private final int pixels;

    /**
     * With these numbers.
     *
     * @param layer  the layer of that name in a {@link SensingNetwork}
     * @param pixels of an image
     * @param tensor a tensor's numbers
     */
    public SensingRecovery(
            UnrolledSensing layer, int pixels, Function<Parameter, float[]> tensor, LayerContext context) {
        this.kernels = context.kernels();
        this.pixels = pixels;
        GraphBuilder builder = WholeGraph.plan();
        builder.addInputs(SensingNetwork.INPUT);
        builder.addLayer(SensingNetwork.SENSING, FixedGraph.fixed(layer, context), SensingNetwork.INPUT);
        builder.setOutputs(SensingNetwork.SENSING);
        graph = FixedGraph.of(builder, List.of(layer), tensor, context);
    }

    /** The image [S * S] of measurements [T, m]. */
    public float[] image(float[] measurements, int blocks) {
        ((Sensed) graph.getLayer(SensingNetwork.SENSING))
                .recover(kernels.copies().array(measurements, blocks, measurements.length / blocks));
        return kernels.copies().of(graph.output(false, kernels.copies().array(new float[pixels], 1, 1, pixels))[0]);
    }
}
