package org.nec4j.step;

import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
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
        layer.train(parameter -> Optional.empty());
        layer.share(context);
        GraphBuilder builder =
                new NeuralNetConfiguration.Builder().seed(0).miniBatch(false).graphBuilder();
        builder.addInputs(SensingNetwork.INPUT);
        builder.addLayer(SensingNetwork.SENSING, layer, SensingNetwork.INPUT);
        builder.setOutputs(SensingNetwork.SENSING);
        graph = new ComputationGraph(builder.build());
        graph.init();
        context.share(graph);
        layer.parameters().forEach(parameter -> kernels.copies()
                .into(graph.getLayer(SensingNetwork.SENSING).getParam(parameter.key()), tensor.apply(parameter)));
    }

    /** The image [S * S] of measurements [T, m]. */
    public float[] image(float[] measurements, int blocks) {
        ((Sensed) graph.getLayer(SensingNetwork.SENSING))
                .recover(kernels.copies().array(measurements, blocks, measurements.length / blocks));
        return kernels.copies().of(graph.output(false, kernels.copies().array(new float[pixels], 1, 1, pixels))[0]);
    }
}
