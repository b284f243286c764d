package org.nec4j.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.backend.Backend;
import org.nec4j.nn.FusedLayerBattery;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.PatchMean;

class TokenMeanTest extends FusedLayerBattery<TokenMean> {
    TokenMeanTest() {
        super(() -> new TokenMean("mean"), shape(3, 5, 8), shape(3, 1, 8));
    }

    @Test
    void theClassTokenIsLeftOut() {
        var x = Nd4j.createFromArray(new float[] {100, 1, 2, 6}).reshape(1, 4, 1);
        var y = Nd4j.create(1, 1, 1);
        PatchMean.forward(LayerContext.of(Backend.kernels()), x, Nd4j.create(1, 1, 3), y);
        assertThat(y.getDouble(0)).isCloseTo(3, within(1e-6));
    }
}
