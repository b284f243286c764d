package org.nec4j.step;

import org.nec4j.objective.MaskedAutoencoding;
import org.nec4j.objective.Objective;
import org.nec4j.objective.PixelDecoder;
import org.nec4j.vit.VitShape;

class MaskedAutoencodingTest extends ObjectiveBattery {
    @Override
    Objective objective(VitShape shape) {
        return new MaskedAutoencoding(0.75, new PixelDecoder(shape, true));
    }
}
