package org.nec4j.train;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nec4j.SharedData;
import org.nec4j.codec.SafeTensors;
import org.nec4j.vit.Tensors;

/** Expected values computed by a reference trainer: {@code expected.json} beside {@code vectors.safetensors}. */
final class ReferenceVectors {
    final JsonObject expected;
    private final SafeTensors tensors;

    private ReferenceVectors(Path folder) {
        try {
            this.expected = JsonParser.parseString(Files.readString(folder.resolve("expected.json")))
                    .getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.tensors = SafeTensors.open(folder.resolve("vectors.safetensors"));
    }

    /**
     * The set of that name: from the folder of the system property {@code nec4j.vectors} if given, else from the checkout's test
     * resources or, for sets too large for them, from the shared data; skips the calling test where that is absent.
     */
    static ReferenceVectors named(String name) {
        String property = System.getProperty("nec4j.vectors", "");
        if (!property.isEmpty()) {
            return new ReferenceVectors(Path.of(property).resolve(name));
        }
        Path committed = Path.of(System.getProperty("nec4j.root"), "trainer/core/src/test/resources/vectors", name);
        return new ReferenceVectors(
                Files.isDirectory(committed) ? committed : SharedData.require("data/vectors/" + name));
    }

    float[] floats(String name) {
        return tensors.floats(name);
    }

    int[] ints(String name) {
        return tensors.ints(name);
    }

    long[] shape(String name) {
        return tensors.shape(name);
    }

    /** The tensors below a prefix. */
    Tensors below(String prefix) {
        Map<String, float[]> values = new LinkedHashMap<>();
        tensors.names().stream()
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .forEach(name -> values.put(name.substring(prefix.length()), tensors.floats(name)));
        return new Tensors(values);
    }
}
