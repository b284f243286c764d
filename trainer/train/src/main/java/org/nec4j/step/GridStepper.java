package org.nec4j.step;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.grid.CodebookStep;
import org.nec4j.grid.GridNetwork;
import org.nec4j.grid.Quantizes;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Measuring;

/** The autoencoder for gridded fields as a graph with its optimizer: steps, gives and takes its state, and says which codes a field chooses. */
public final class GridStepper {
    private final WholeGraph graph;
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
        GraphBuilder builder = WholeGraph.plan();
        builder.addInputs(GridNetwork.INPUT);
        network.addTo(builder, layer -> {
            layer.train(
                    parameter -> GridNetwork.neverTrains(parameter) ? Optional.empty() : updates.setting(parameter));
            layer.share(context);
            return layer;
        });
        graph = new WholeGraph(builder, network.layers(), clipNorm, context);
        graph.start(parameter -> GridNetwork.start(parameter, seed));
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
        float[] labels = new float[2 * batch.values().length];
        for (int i = 0; i < batch.values().length; i++) {
            labels[2 * i] = batch.values()[i];
            labels[2 * i + 1] = batch.weights()[i];
        }
        measuring(GridNetwork.OUTPUT).begin(GridNetwork.WEIGHT);
        for (String book : List.of(GridNetwork.FINE, GridNetwork.COARSE)) {
            measuring(book).begin(1);
            codebook(book).step(books);
        }
        double norm = graph.gradient(
                step,
                kernels.copies().array(labels, batch.count(), batch.side(), batch.side(), 2),
                kernels.copies().array(batch.values(), batch.count(), batch.side(), batch.side(), 1));
        double squares = measuring(GridNetwork.OUTPUT).measured();
        double distance = measuring(GridNetwork.FINE).measured()
                + measuring(GridNetwork.COARSE).measured();
        Outcome outcome = new Outcome(
                GridNetwork.WEIGHT * squares + distance,
                squares,
                distance,
                books.quantizes() ? codebook(GridNetwork.FINE).perplexity() : 1,
                books.quantizes() ? codebook(GridNetwork.COARSE).perplexity() : 1,
                norm);
        if (outcome.isFinite()) {
            graph.move(step, norm);
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
        graph.graph().feedForward(new INDArray[] {kernels.copies().array(field, 1, height, width, 1)}, false);
        return new Codes(
                codebook(GridNetwork.FINE).chosen(),
                codebook(GridNetwork.COARSE).chosen());
    }

    /** What trains: gives and takes a state. */
    public WholeGraph graph() {
        return graph;
    }

    private Measuring measuring(String layer) {
        return (Measuring) graph.graph().getLayer(layer);
    }

    private Quantizes codebook(String name) {
        return (Quantizes) graph.graph().getLayer(name);
    }
}
