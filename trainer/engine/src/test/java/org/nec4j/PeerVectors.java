package org.nec4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.codec.io.Json;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.tensor.SafeTensors;

/** Expected values that a reference implementation computed: {@code expected.json} beside {@code vectors.safetensors}. */
public final class PeerVectors {
    private final JsonObject expected;
    private final SafeTensors tensors;

    private PeerVectors(Path folder) {
        try {
            this.expected = JsonObject.parse(
                    Files.readString(folder.resolve("expected.json")),
                    folder.resolve("expected.json").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.tensors = SafeTensors.open(folder.resolve("vectors.safetensors"));
    }

    /**
     * The set of that name: below the folder of the system property {@code nec4j.vectors} where it is given, else beside the checkout,
     * else a copy among the test resources; skips the calling test where none is.
     */
    public static PeerVectors named(String name) {
        String property = System.getProperty("nec4j.vectors", "");
        if (!property.isEmpty()) {
            return new PeerVectors(root().resolve(property).resolve(name));
        }
        Path shared = SharedData.root().resolve("data/vectors").resolve(name);
        Path copy = root().resolve("trainer/engine/src/test/resources/vectors").resolve(name);
        Path folder = Files.isDirectory(shared) ? shared : copy;
        Assumptions.assumeTrue(
                Files.isDirectory(folder), folder + " is absent; set -Dnec4j.vectors to the folder that holds " + name);
        return new PeerVectors(folder);
    }

    /** Where Maven was started: a relative folder counts from there, not from the module. */
    private static Path root() {
        return Path.of(System.getProperty("nec4j.root", "."));
    }

    /** What {@code expected.json} says. */
    public JsonObject expected() {
        return expected;
    }

    /** An array of objects in {@code expected.json}. */
    public List<JsonObject> objects(String key) {
        return ((List<?>) expected.asMap().get(key))
                .stream().map(one -> JsonObject.parse(Json.write(one), key)).toList();
    }

    public Set<String> names() {
        return tensors.names();
    }

    /** What stands behind a prefix, in order. */
    public List<String> names(String prefix) {
        return names().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .sorted()
                .toList();
    }

    public boolean has(String name) {
        return tensors.contains(name);
    }

    public float[] floats(String name) {
        return tensors.floats(name);
    }

    public int[] ints(String name) {
        return tensors.ints(name);
    }

    public long[] shape(String name) {
        return tensors.shape(name);
    }

    /** Asserts that all numbers lie within a share of the expected tensor's largest magnitude. */
    public static void assertClose(String name, float[] found, float[] wanted, double share) {
        assertThat(found).as(name).hasSameSizeAs(wanted);
        double largest = IntStream.range(0, wanted.length)
                .mapToDouble(i -> Math.abs(wanted[i]))
                .max()
                .orElse(0);
        double worst = IntStream.range(0, wanted.length)
                .mapToDouble(i -> Math.abs((double) found[i] - wanted[i]))
                .reduce(0, (a, b) -> a >= b ? a : b); // what is no number wins
        assertThat(worst)
                .as("%s, whose largest number is %s", name, largest)
                .isLessThanOrEqualTo(share * largest + 1e-12);
    }

    /** As above, of an array. */
    public void assertClose(String name, INDArray found, double share) {
        assertClose(
                name,
                found.dup('c').castTo(DataType.FLOAT).reshape(found.length()).toFloatVector(),
                floats(name),
                share);
    }
}
