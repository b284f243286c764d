package org.nec4j.step;

import org.nec4j.laplace.LaplaceModel;
import org.nec4j.objective.Objective;
import org.nec4j.objective.PixelDecoder;
import org.nec4j.objective.RateDistortion;
import org.nec4j.vit.VitShape;

class RateDistortionLaplaceTest extends ObjectiveBattery {
    @Override
    Objective objective(VitShape shape) {
        LaplaceModel entropy = new LaplaceModel(shape.dim(), 2, 1e-9);
        return new RateDistortion(
                300, RateDistortion.RateUnit.IMAGE_MEAN, 0.75, entropy, new PixelDecoder(shape, false));
    }
}
