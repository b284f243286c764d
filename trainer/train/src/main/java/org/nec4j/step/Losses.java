package org.nec4j.step;

import com.google.gson.Gson;
import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import com.google.gson.annotations.JsonAdapter;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nec4j.objective.Measured;
import org.nec4j.objective.Objective;
import org.nec4j.objective.Reported;

/**
 * What was measured, in the units that people compare.
 *
 * @param loss   L
 * @param values what the objective reports beside it, by column
 */
@JsonAdapter(Losses.Form.class)
public record Losses(double loss, Map<String, Double> values) {
    /** The column of L. */
    public static final String LOSS = "loss";

    /** Copies the numbers. */
    public Losses {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Of a step on batches of so many images. */
    public static Losses of(Objective objective, Measured measured, int batch) {
        Map<String, Double> report = objective.report(measured, batch);
        Map<String, Double> inOrder = new LinkedHashMap<>();
        objective.reported().forEach(one -> inOrder.put(one.column(), report.get(one.column())));
        return new Losses(measured.loss(), inOrder);
    }

    /** A column's number, {@value #LOSS} for L; not a number where the objective does not report it. */
    public double value(String column) {
        return column.equals(LOSS) ? loss : values.getOrDefault(column, Double.NaN);
    }

    /** All of them by column, L first. */
    public Map<String, Double> byName() {
        Map<String, Double> all = new LinkedHashMap<>();
        all.put(LOSS, loss);
        all.putAll(values);
        return all;
    }

    /** One flat object, as states of runs have had it before what is reported was the objective's to say. */
    static final class Form implements JsonSerializer<Losses>, JsonDeserializer<Losses> {
        private static final Gson GSON = new Gson();
        private static final String OLD_BITS = "bitsPerImage";

        @Override
        public JsonElement serialize(Losses losses, Type type, JsonSerializationContext context) {
            JsonObject object = new JsonObject();
            object.addProperty(LOSS, losses.loss);
            losses.values.forEach(object::addProperty);
            return object;
        }

        @Override
        public Losses deserialize(JsonElement json, Type type, JsonDeserializationContext context) {
            Map<String, Double> values = new LinkedHashMap<>();
            json.getAsJsonObject()
                    .entrySet()
                    .forEach(entry -> values.put(
                            entry.getKey().equals(OLD_BITS) ? Reported.BITS_PER_IMAGE.column() : entry.getKey(),
                            GSON.fromJson(entry.getValue(), Double.class)));
            double loss = values.remove(LOSS);
            return new Losses(loss, values);
        }
    }
}
