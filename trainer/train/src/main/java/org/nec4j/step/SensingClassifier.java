package org.nec4j.step;

import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;
import org.nec4j.sensing.SensingNetwork;

/** A trained classifier of compressed learning, without what senses and recovers before it. Not safe for use by two threads. */
public final class SensingClassifier {
    private final ComputationGraph graph;
    private final Kernels kernels;

    /**
     * With these numbers.
     *
     * @param network one that does not sense
     * @param tensor  a tensor's numbers
     */
    public SensingClassifier(SensingNetwork network, Function<Parameter, float[]> tensor, LayerContext context) {
        this.kernels = context.kernels();
        GraphBuilder builder = WholeGraph.plan();
        builder.addInputs(SensingNetwork.INPUT);
        network.addTo(builder, layer -> FixedGraph.fixed(layer, context));
        graph = FixedGraph.of(builder, network.layers(), tensor, context);
    }

    /** What an image [S * S] is taken for. */
    public int classOf(float[] image) {
        float[] scores =
                kernels.copies().of(graph.output(false, kernels.copies().array(image, 1, 1, image.length))[0]);
        return highest(scores, 1)[0];
    }

    /** The place of the highest of each row's scores, the first of equals, of so many rows. */
    static int[] highest(float[] scores, int rows) {
        int k = scores.length / rows;
        int[] highest = new int[rows];
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] > scores[i / k * k + highest[i / k]]) {
                highest[i / k] = i % k;
            }
        }
        return highest;
    }
}
