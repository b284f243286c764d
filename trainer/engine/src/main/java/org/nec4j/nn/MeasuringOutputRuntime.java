package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A running output layer of ours whose term is known once it was compared with its labels: in the backward pass, or where none follows, when
 * somebody asks.
 *
 * @param <C> its configuration
 */
public abstract class MeasuringOutputRuntime<C extends FusedLayer> extends FusedOutputRuntime<C> implements Measuring {
    private static final long serialVersionUID = 1L;

    private double factor = 1;
    private boolean isMeasured;
    private double distortion;

    protected MeasuringOutputRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    /** Compares the input with the labels without a backward pass; the term. */
    protected abstract double compare();

    /** What the gradient is multiplied by. */
    protected final double factor() {
        return factor;
    }

    /** Keeps a term that the backward pass came by. */
    protected final void keep(double term) {
        distortion = term;
        isMeasured = true;
    }

    @Override
    public final void begin(double weight) {
        this.factor = weight;
        this.isMeasured = false;
    }

    /** D; what the graph asks for the score, it asks after the backward pass or instead of it. */
    @Override
    public final double measured() {
        if (!isMeasured) {
            keep(compare());
        }
        return distortion;
    }

    /** D alone: DL4J's sum over the graph is not the loss, which is the objective's. */
    @Override
    public final double computeScore(double ignored, boolean training, LayerWorkspaceMgr workspaces) {
        return measured();
    }
}
