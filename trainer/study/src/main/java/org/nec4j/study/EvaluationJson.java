package org.nec4j.study;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.nec4j.codec.io.AtomicFile;

/** What {@code eval} measured as JSON, keys in snake case; a number that is none is null. */
final class EvaluationJson {
    private EvaluationJson() {}

    /** A score and both ends of its interval, under a name and what follows from it. */
    static void put(Map<String, Object> all, String name, Score score) {
        all.put(name, score.decoded());
        all.put(name + "_low", score.interval().low());
        all.put(name + "_high", score.interval().high());
    }

    static void write(Map<String, Object> evaluated, Path file) {
        String json = new GsonBuilder()
                .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
                .registerTypeAdapter(double.class, new FiniteNumbers())
                .registerTypeAdapter(Double.class, new FiniteNumbers())
                .setPrettyPrinting()
                .serializeNulls()
                .disableHtmlEscaping()
                .create()
                .toJson(evaluated);
        AtomicFile.write(file, (json + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static final class FiniteNumbers extends TypeAdapter<Double> {
        @Override
        public void write(JsonWriter out, Double value) throws IOException {
            if (Double.isFinite(value)) {
                out.value(value);
            } else {
                out.nullValue();
            }
        }

        @Override
        public Double read(JsonReader in) {
            throw new UnsupportedOperationException("these files are for others to read");
        }
    }
}
