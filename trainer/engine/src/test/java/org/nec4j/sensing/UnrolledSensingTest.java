package org.nec4j.sensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.kernel.Wavelet;
import org.nec4j.nn.FusedLayerRuntime;

/** With wavelets, both noises and the closed form of W, through which gradients reach the sensing matrix. */
class UnrolledSensingTest extends UnrolledSensingBattery {
    UnrolledSensingTest() {
        super(
                () -> new UnrolledSensing(
                        "sensing",
                        new SensingShape(6, 16, 3, 4, Wavelet.HAAR, 2),
                        new int[] {0, 2, 4},
                        new SensingNoise(0.1, 0.2),
                        0.02),
                2,
                2,
                16);
    }

    @Override
    protected void prepare(FusedLayerRuntime<?> running, DataType type) {
        ((Sensed) running).noise(array("camera", type, 4, 16), array("channel", type, 4, 6));
    }

    @Test
    void selectsAsManyAsTheReferenceDoes() {
        SensingShape shape = new SensingShape(24, 64, 6, 16, Wavelet.HAAR, 0);
        assertThat(shape.selected(6)).containsExactly(1, 2, 3, 4, 5, 7);
        assertThatThrownBy(() -> new UnrolledSensing("s", shape, new int[5], SensingNoise.NONE, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("6 iterations select 5 times");
    }
}
