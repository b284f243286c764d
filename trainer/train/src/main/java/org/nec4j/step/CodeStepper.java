package org.nec4j.step;

import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.nec4j.kernel.Kernels;
import org.nec4j.metric.CodeNetwork;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Measuring;
import org.nec4j.nn.Parameter;

/** Learning of codes as a graph with its optimizer: steps, gives and takes its state. */
public final class CodeStepper {
    private final WholeGraph graph;
    private final Kernels kernels;

    /**
     * With these weights.
     *
     * @param start   a tensor's numbers
     * @param updates how tensors move
     * @param context what computes
     */
    public CodeStepper(
            CodeNetwork network,
            Function<Parameter, float[]> start,
            Updates updates,
            Optional<Double> clipNorm,
            LayerContext context) {
        this.kernels = context.kernels();
        GraphBuilder builder = WholeGraph.plan();
        builder.addInputs(CodeNetwork.TOKENS);
        network.addTo(builder, layer -> {
            layer.train(updates::setting);
            layer.share(context);
            return layer;
        });
        graph = new WholeGraph(builder, network.layers(), clipNorm, context);
        graph.start(start);
    }

    /**
     * What a step measured before it moved the parameters.
     *
     * @param entropy      cross entropy of the identities
     * @param triplets     triplet loss of the codes
     * @param gradientNorm before clipping
     */
    public record Outcome(double entropy, double triplets, double gradientNorm) {
        /** Whether the step was done; else the parameters are as they were. */
        public boolean isFinite() {
            return Double.isFinite(entropy) && Double.isFinite(triplets) && Double.isFinite(gradientNorm);
        }
    }

    /**
     * One update of the parameters towards less cross entropy + weight * triplet loss; none where a number is none.
     *
     * @param tokens     what the blocks below give, [B][T * D]
     * @param width      D
     * @param identities [B], those of an identity next to each other
     */
    public Outcome step(long step, float[][] tokens, int width, int[] identities, double weight) {
        int length = tokens[0].length;
        float[] all = new float[tokens.length * length];
        float[] labels = new float[tokens.length];
        for (int i = 0; i < labels.length; i++) {
            System.arraycopy(tokens[i], 0, all, i * length, length);
            labels[i] = identities[i];
        }
        Measuring triplets = (Measuring) graph.graph().getLayer(CodeNetwork.TRIPLETS);
        triplets.begin(weight);
        double norm = graph.gradient(
                step,
                kernels.copies().array(labels, tokens.length, 1),
                kernels.copies().array(all, tokens.length, length / width, width));
        Outcome outcome = new Outcome(graph.graph().score(), triplets.measured(), norm);
        if (outcome.isFinite()) {
            graph.move(step, norm);
        }
        return outcome;
    }

    /** What trains: gives and takes a state. */
    public WholeGraph graph() {
        return graph;
    }
}
