package org.nec4j.export;

import java.util.Map;
import org.nec4j.codec.json.JsonObject;

/**
 * What the masked autoencoder's decoder predicts, as a codec's settings state it.
 *
 * @param normalizedPixels whether patches were standardized one by one, so that their own means and deviations must be given back
 */
public record Prediction(boolean normalizedPixels) {
    Map<String, Object> toJson() {
        return Map.of("normalized_pixels", normalizedPixels);
    }

    static Prediction read(JsonObject json) {
        return new Prediction(json.flag("normalized_pixels"));
    }
}
