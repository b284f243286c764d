package org.nec4j.metric;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.FusedLayerBattery;
import org.nec4j.nn.FusedLayerRuntime;

/** The step's logarithm begins where some numbers are clipped and some are not. */
abstract class LearntStepBattery extends FusedLayerBattery<LearntStep> {
    private static final double LOG_STEP = -0.7;

    private final int bits;

    LearntStepBattery(int bits) {
        super(() -> new LearntStep("step", bits), shape(6, 1, 4), shape(6, 1, 4));
        this.bits = bits;
    }

    @Override
    protected double[] start(String name, double[] drawn) {
        return name.equals(LearntStep.LOG_STEP) ? new double[] {LOG_STEP} : drawn;
    }

    /** Rounding goes straight through: slopes are those of clipping, what rounding added standing still. */
    @Override
    protected double loss(String key, FusedLayerRuntime<?> running, INDArray y, INDArray weights) {
        if (y.isNaN().any()) {
            return Double.NaN;
        }
        double step = Math.exp(running.getParam(LearntStep.LOG_STEP).getDouble(0));
        double[] before = array("input", DataType.DOUBLE, output()).data().asDouble();
        double[] now = running.input().data().asDouble();
        double[] w = weights.data().asDouble();
        double sum = 0;
        for (int i = 0; i < now.length; i++) {
            double clipped = clipped(before[i] / Math.exp(LOG_STEP));
            double rounded = bits == 1 ? Math.signum(clipped) : Math.rint(clipped);
            sum += w[i] * step * (clipped(now[i] / step) + rounded - clipped);
        }
        return key.equals("input") ? sum : sum / Math.sqrt(4.0 * (bits == 1 ? 1 : (1 << bits - 1) - 1));
    }

    private double clipped(double ratio) {
        return bits == 1
                ? Math.max(-1, Math.min(1, ratio))
                : Math.max(-(1 << bits - 1), Math.min((1 << bits - 1) - 1, ratio));
    }
}
