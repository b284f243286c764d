package org.nec4j.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nec4j.codec.JsonObject;
import org.nec4j.data.ByteImage;
import org.nec4j.data.CentreCrop;
import org.nec4j.data.CounterRandom;
import org.nec4j.data.Normalisation;
import org.nec4j.data.Transform;

/**
 * How an image becomes a model's input: its shorter side is resized to the model's side, the square in the middle is cut out,
 * and every channel becomes (x / 255 - mean) / std.
 *
 * @param side    of the model's input, pixels
 * @param mean    a number a channel
 * @param std     a number a channel
 * @param enlarge whether smaller images are enlarged or refused
 */
public record Preprocessing(int side, List<Double> mean, List<Double> std, boolean enlarge) {
    /** The cut. */
    public Transform transform() {
        return new CentreCrop(side, side, enlarge);
    }

    /** The square of an image that the model sees, before it is normalised; {@code name} is what errors call the image. */
    public ByteImage square(ByteImage image, String name) {
        return transform()
                .checkedView(image.width(), image.height(), CounterRandom.of(0), name)
                .of(image);
    }

    /** The normalisation. */
    public Normalisation normalisation() {
        return new Normalisation(floats(mean), floats(std));
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("side", side);
        json.put("mean", mean);
        json.put("std", std);
        json.put("enlarge", enlarge);
        return json;
    }

    static Preprocessing read(JsonObject json) {
        return new Preprocessing(json.integer("side"), json.numbers("mean"), json.numbers("std"), json.flag("enlarge"));
    }

    private static float[] floats(List<Double> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return floats;
    }
}
