package org.nec4j.entropy;

import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.nn.FusedLayerBattery;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.Rated;

class GaussianConditionalTest extends FusedLayerBattery<GaussianConditional> {
    GaussianConditionalTest() {
        super(() -> new GaussianConditional("conditional", 2, true, 1e-9), shape(2, 3, 6), shape(2, 3, 2));
    }

    @Override
    protected void prepare(FusedLayerRuntime<?> running, DataType type) {
        ((Rated) running).noise(array("noise", type, output()).muli(0.2));
    }

    /** Scales away from their bound, where the gradient is no slope by intent. */
    @Override
    protected double[] start(String name, double[] drawn) {
        for (int i = 0; name.equals("input") && i < drawn.length; i++) {
            drawn[i] = i % 6 / 2 == 1 ? 0.5 + Math.abs(drawn[i]) : drawn[i];
        }
        return drawn;
    }

    /** Means enter the loss alone. */
    @Override
    protected int telling(int numbers) {
        return 0;
    }
}
