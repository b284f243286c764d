package org.nec4j.step;

import java.util.Map;
import org.nec4j.entropy.DensitySettings;
import org.nec4j.entropy.HyperpriorModel;
import org.nec4j.entropy.HyperpriorShape;
import org.nec4j.objective.Objective;
import org.nec4j.objective.PixelDecoder;
import org.nec4j.objective.RateDistortion;
import org.nec4j.vit.VitShape;

class RateDistortionHyperpriorTest extends ObjectiveBattery {
    @Override
    Objective objective(VitShape shape) {
        HyperpriorShape networks = new HyperpriorShape(shape.dim(), 8, 2, 1, 1e-6, true);
        HyperpriorModel entropy = new HyperpriorModel(networks, DensitySettings.compressAi());
        return new RateDistortion(
                300, RateDistortion.RateUnit.BATCH_SUM, 0.75, entropy, new PixelDecoder(shape, false));
    }

    /** Scales about 1, well above their bound, below which gradients pass that the loss does not have. */
    @Override
    void adjust(Map<String, float[]> tensors) {
        float[] weights = tensors.get("h_s.1.weight");
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= 0.1f;
        }
    }
}
