package org.nec4j.grid;

import java.util.Arrays;
import org.nec4j.nn.FusedLayerBattery;

class ResamplingBlockTest extends FusedLayerBattery<ResamplingBlock> {
    ResamplingBlockTest() {
        super(() -> new ResamplingBlock("block", 2, 3, 5, false), shape(2, 4, 6, 2), shape(2, 2, 3, 3));
    }

    /** Away from their bounds, where the gradient is no slope by intent. */
    @Override
    protected double[] start(String name, double[] drawn) {
        return name.equals(DivisiveNorm.BETA) || name.equals(DivisiveNorm.GAMMA)
                ? Arrays.stream(drawn).map(one -> 0.3 + Math.abs(one)).toArray()
                : drawn;
    }
}
