package org.nec4j.grid;

import java.util.Arrays;
import org.nec4j.nn.FusedLayerBattery;

class ResamplingBlockGrowingTest extends FusedLayerBattery<ResamplingBlock> {
    ResamplingBlockGrowingTest() {
        super(() -> new ResamplingBlock("block", 3, 2, 3, true), shape(2, 2, 3, 3), shape(2, 4, 6, 2));
    }

    /** Away from their bounds, where the gradient is no slope by intent. */
    @Override
    protected double[] start(String name, double[] drawn) {
        return name.equals(DivisiveNorm.BETA) || name.equals(DivisiveNorm.GAMMA)
                ? Arrays.stream(drawn).map(one -> 0.3 + Math.abs(one)).toArray()
                : drawn;
    }
}
