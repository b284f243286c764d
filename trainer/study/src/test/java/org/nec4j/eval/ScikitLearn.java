package org.nec4j.eval;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A small classification problem and what scikit-learn made of it (its version stands in the resource). */
final class ScikitLearn {
    final JsonObject expected;

    private ScikitLearn(JsonObject expected) {
        this.expected = expected;
    }

    static ScikitLearn read() {
        try (Reader reader = new InputStreamReader(
                ScikitLearn.class.getResourceAsStream("scikit_learn.json"), StandardCharsets.UTF_8)) {
            return new ScikitLearn(new Gson().fromJson(reader, JsonObject.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    double[][] rows(int from, int to) {
        return Arrays.copyOfRange(as("x", double[][].class), from, to);
    }

    int[] labels(int from, int to) {
        return Arrays.copyOfRange(as("y", int[].class), from, to);
    }

    /** The problem as embeddings of one token. */
    Splits splits() {
        return new Splits(embeddings(0, 80), embeddings(80, 110), embeddings(110, 150));
    }

    <T> T as(String name, Class<T> type) {
        return new Gson().fromJson(expected.get(name), type);
    }

    private Embeddings embeddings(int from, int to) {
        var values = Arrays.stream(rows(from, to))
                .map(row -> {
                    float[] floats = new float[row.length];
                    IntStream.range(0, row.length).forEach(d -> floats[d] = (float) row[d]);
                    return floats;
                })
                .toList();
        return new Embeddings(1, values.get(0).length, values, labels(from, to));
    }
}
