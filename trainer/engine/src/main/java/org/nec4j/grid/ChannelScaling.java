package org.nec4j.grid;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.FusedLayerRuntime;

/** What makes channels alike and undoes it: y = x * scale + shift, one of each a channel, [B, H, W, C] to [B, H, W, C]. */
public final class ChannelScaling extends FusedLayer {
    private static final long serialVersionUID = 1L;
    /** What is added to a deviation, so that a field without any can be divided by it. */
    private static final double ETA = 1e-6;

    private double[] scales = {};
    private double[] shifts = {};

    /** For DL4J's JSON. */
    ChannelScaling() {}

    private ChannelScaling(String name, double[] scales, double[] shifts) {
        super(name);
        this.scales = scales;
        this.shifts = shifts;
    }

    /** (x - mean) / (deviation + 10^-6), of every channel's own. */
    public static ChannelScaling standardize(String name, double[] means, double[] deviations) {
        double[] scales = Arrays.stream(deviations).map(one -> 1 / (one + ETA)).toArray();
        double[] shifts = new double[means.length];
        Arrays.setAll(shifts, c -> -means[c] * scales[c]);
        return new ChannelScaling(name, scales, shifts);
    }

    /** The way back. */
    public static ChannelScaling undo(String name, double[] means, double[] deviations) {
        return new ChannelScaling(
                name, Arrays.stream(deviations).map(one -> one + ETA).toArray(), means.clone());
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new ChannelScalingRuntime(conf, dataType);
    }

    double[] scales() {
        return scales;
    }

    double[] shifts() {
        return shifts;
    }
}
