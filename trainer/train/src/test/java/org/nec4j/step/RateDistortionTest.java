package org.nec4j.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nec4j.entropy.DensitySettings;
import org.nec4j.entropy.FactorizedModel;
import org.nec4j.objective.Objective;
import org.nec4j.objective.PixelDecoder;
import org.nec4j.objective.RateDistortion;
import org.nec4j.objective.RateDistortion.RateUnit;
import org.nec4j.vit.VitShape;

class RateDistortionTest extends ObjectiveBattery {
    private static final double LAMBDA = 300;

    @Override
    Objective objective(VitShape shape) {
        return with(shape, RateUnit.IMAGE_MEAN);
    }

    private static Objective with(VitShape shape, RateUnit unit) {
        FactorizedModel entropy = new FactorizedModel(shape.dim(), DensitySettings.compressAi());
        return new RateDistortion(LAMBDA, unit, 0.75, entropy, new PixelDecoder(shape, false));
    }

    @Test
    void isLambdaTimesDPlusR() {
        assertThat(with(SHAPE, RateUnit.IMAGE_MEAN).loss(8).value(layer -> layer.equals("decoder_pred") ? 2 : 40))
                .isEqualTo(LAMBDA * 2 + 40 / 8.0);
        assertThat(with(SHAPE, RateUnit.BATCH_SUM).loss(8).value(layer -> layer.equals("decoder_pred") ? 2 : 40))
                .isEqualTo(LAMBDA * 2 + 40);
    }
}
