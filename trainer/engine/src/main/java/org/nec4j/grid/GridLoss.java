package org.nec4j.grid;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.Parameter;

/**
 * The end of a network on gridded fields: passes [B, H, W, C] on and measures D = the mean over all elements of (weights * (x - wanted))². Its labels are
 * [B, H, W, 2 * C]: what is wanted, then weights, 0 where a value is missing.
 */
public final class GridLoss extends FusedLayer {
    private static final long serialVersionUID = 1L;

    /** For DL4J's JSON. */
    GridLoss() {}

    /** A loss by its name. */
    public GridLoss(String name) {
        super(name);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public boolean measures() {
        return true;
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new GridLossRuntime(conf, dataType);
    }
}
