package org.nec4j.grid;

import java.util.Arrays;
import org.nec4j.nn.FusedLayerBattery;

class ResamplingBlockGrowingTest extends FusedLayerBattery<ResamplingBlock> {
    @Override
    protected ResamplingBlock layer() {
        return new ResamplingBlock("block", 3, 2, 3, true);
    }

    @Override
    protected long[] input() {
        return new long[] {2, 2, 3, 3};
    }

    @Override
    protected long[] output() {
        return new long[] {2, 4, 6, 2};
    }

    /** Away from their bounds, where the gradient is no slope by intent. */
    @Override
    protected double[] start(String name, double[] drawn) {
        return name.equals(DivisiveNorm.BETA) || name.equals(DivisiveNorm.GAMMA)
                ? Arrays.stream(drawn).map(one -> 0.3 + Math.abs(one)).toArray()
                : drawn;
    }
}
