package org.nec4j.step;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.grid.CodebookStep;
import org.nec4j.grid.GridNetwork;
import org.nec4j.grid.Quantizes;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Measuring;

/** The autoencoder for gridded fields as a graph with its optimizer: steps, gives and takes its state, and says which codes a field chooses. */
public final class GridStepper {
    private final ComputationGraph graph;
    private final Optimizer optimizer;
    private final GraphState state;
    private final Kernels kernels;

    /**
     * With weights as a seed draws them.
     *
     * @param updates  how tensors move; the codes follow what chooses them and are not asked for
     * @param clipNorm longest gradient
     * @param context  what computes
     */
    public GridStepper(
            GridNetwork network, long seed, Updates updates, Optional<Double> clipNorm, LayerContext context) {
        this.kernels = context.kernels();
        GraphBuilder builder =
                new NeuralNetConfiguration.Builder().seed(seed).miniBatch(false).graphBuilder();
        builder.addInputs(GridNetwork.INPUT);
        network.addTo(builder, layer -> {
            layer.train(
                    parameter -> GridNetwork.neverTrains(parameter) ? Optional.empty() : updates.setting(parameter));
            layer.share(context);
            return layer;
        });
        graph = new ComputationGraph(builder.build());
        graph.init();
        context.share(graph);
        optimizer = new Optimizer(graph, network.layers(), clipNorm, 1, kernels);
        state = new GraphState(graph, network.layers(), kernels);
        state.start(parameter -> GridNetwork.start(parameter, seed));
    }

    /**
     * What a step measured before it moved the parameters.
     *
     * @param loss         3 D + distance
     * @param squares      D
     * @param distance     what both codebooks measured, 0 without codes
     * @param perplexity   of the finer codebook and of the coarser one, 1 without codes
     * @param gradientNorm before clipping
     */
    public record Outcome(
            double loss,
            double squares,
            double distance,
            double finePerplexity,
            double coarsePerplexity,
            double gradientNorm) {
        /** Whether the step was done; else the parameters are as they were. */
        public boolean isFinite() {
            return Double.isFinite(loss) && Double.isFinite(gradientNorm);
        }
    }

    /**
     * Windows of standardized fields with all cells filled.
     *
     * @param values  [count, side, side]
     * @param weights alike, 0 where a cell is missing
     */
    @SuppressWarnings("ArrayRecordComponent") // made for one step
    public record Windows(int count, int side, float[] values, float[] weights) {}

    /** One update of the parameters; none where a number is none. */
    public Outcome step(long step, Windows batch, CodebookStep books) {
        int iteration = Math.toIntExact(step);
        graph.getConfiguration().setIterationCount(iteration);
        float[] labels = new float[2 * batch.values().length];
        for (int i = 0; i < batch.values().length; i++) {
            labels[2 * i] = batch.values()[i];
            labels[2 * i + 1] = batch.weights()[i];
        }
        graph.setInputs(kernels.copies().array(batch.values(), batch.count(), batch.side(), batch.side(), 1));
        graph.setLabels(kernels.copies().array(labels, batch.count(), batch.side(), batch.side(), 2));
        measuring(GridNetwork.OUTPUT).begin(GridNetwork.WEIGHT);
        for (String book : List.of(GridNetwork.FINE, GridNetwork.COARSE)) {
            measuring(book).begin(1);
            codebook(book).step(books);
        }
        graph.computeGradientAndScore();
        double squares = measuring(GridNetwork.OUTPUT).measured();
        double distance = measuring(GridNetwork.FINE).measured()
                + measuring(GridNetwork.COARSE).measured();
        double norm = optimizer.gradientNorm();
        Outcome outcome = new Outcome(
                GridNetwork.WEIGHT * squares + distance,
                squares,
                distance,
                books.quantizes() ? codebook(GridNetwork.FINE).perplexity() : 1,
                books.quantizes() ? codebook(GridNetwork.COARSE).perplexity() : 1,
                norm);
        if (outcome.isFinite()) {
            optimizer.step(iteration, 0, norm);
        }
        return outcome;
    }

    /**
     * The codes that a field chooses.
     *
     * @param fine   of the finer level, row after row
     * @param coarse of the coarser one
     */
    @SuppressWarnings("ArrayRecordComponent") // handed to a coder at once
    public record Codes(int[] fine, int[] coarse) {}

    /** The codes of a standardized field [height, width] without missing cells, both multiples of {@code GridShape.multiple}. */
    public Codes codes(float[] field, int height, int width) {
        graph.feedForward(new INDArray[] {kernels.copies().array(field, 1, height, width, 1)}, false);
        return new Codes(
                codebook(GridNetwork.FINE).chosen(),
                codebook(GridNetwork.COARSE).chosen());
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
     * Goes back to the numbers of a state.
     *
     * @param source whose they are, for the message
     */
    public void restore(Map<String, float[]> tensors, String source) {
        state.restore(tensors, source);
    }

    /** Goes back to the optimizer's moments of a state. */
    public void restoreMoments(float[] moments, String source) {
        state.restoreMoments(moments, source);
    }

    private Measuring measuring(String layer) {
        return (Measuring) graph.getLayer(layer);
    }

    private Quantizes codebook(String name) {
        return (Quantizes) graph.getLayer(name);
    }
}
