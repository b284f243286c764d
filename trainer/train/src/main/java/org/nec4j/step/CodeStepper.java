package org.nec4j.step;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nec4j.kernel.Kernels;
import org.nec4j.metric.CodeNetwork;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Measuring;
import org.nec4j.nn.Parameter;

/** Learning of codes as a graph with its optimizer: steps, gives and takes its state. */
public final class CodeStepper {
    private final ComputationGraph graph;
    private final Optimizer optimizer;
    private final GraphState state;
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
        GraphBuilder builder =
                new NeuralNetConfiguration.Builder().seed(0).miniBatch(false).graphBuilder();
        builder.addInputs(CodeNetwork.TOKENS);
        network.addTo(builder, layer -> {
            layer.train(updates::setting);
            layer.share(context);
            return layer;
        });
        graph = new ComputationGraph(builder.build());
        graph.init();
        context.share(graph);
        optimizer = new Optimizer(graph, network.layers(), clipNorm, 1, kernels);
        state = new GraphState(graph, network.layers(), kernels);
        state.start(start);
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
        int iteration = Math.toIntExact(step);
        graph.getConfiguration().setIterationCount(iteration);
        int length = tokens[0].length;
        float[] all = new float[tokens.length * length];
        float[] labels = new float[tokens.length];
        for (int i = 0; i < labels.length; i++) {
            System.arraycopy(tokens[i], 0, all, i * length, length);
            labels[i] = identities[i];
        }
        Measuring triplets = (Measuring) graph.getLayer(CodeNetwork.TRIPLETS);
        triplets.begin(weight);
        graph.setInputs(kernels.copies().array(all, tokens.length, length / width, width));
        graph.setLabels(kernels.copies().array(labels, tokens.length, 1));
        graph.computeGradientAndScore();
        double norm = optimizer.gradientNorm();
        Outcome outcome = new Outcome(graph.score(), triplets.measured(), norm);
        if (outcome.isFinite()) {
            optimizer.step(iteration, 0, norm);
        }
        return outcome;
    }

    /** Copies of all tensors by name. */
    public Map<String, float[]> tensors() {
        return state.tensors();
    }

    /** The tensors' shapes by name. */
    public Map<String, long[]> shapes() {
        return state.shapes();
    }

    /** A copy of the optimizer's moments. */
    public float[] moments() {
        return state.moments();
    }

    /**
     * Goes back to a state.
     *
     * @param source whose it is, for the message
     */
    public void restore(Map<String, float[]> tensors, float[] moments, String source) {
        state.restore(tensors, source);
        state.restoreMoments(moments, source);
    }
}
