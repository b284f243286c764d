package org.nec4j.step;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.SharedData;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/** Expected values computed by a reference trainer: {@code expected.json} beside {@code vectors.safetensors}. */
public final class ReferenceVectors {
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
    public static ReferenceVectors named(String name) {
        String property = System.getProperty("nec4j.vectors", "");
        if (!property.isEmpty()) {
            return new ReferenceVectors(
                    Path.of(System.getProperty("nec4j.root")).resolve(property).resolve(name));
        }
        Path committed = Path.of(System.getProperty("nec4j.root"), "trainer/train/src/test/resources/vectors", name);
        return new ReferenceVectors(
                Files.isDirectory(committed) ? committed : SharedData.require("data/vectors/" + name));
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

    public boolean has(String name) {
        return tensors.contains(name);
    }

    /** What stands behind a prefix, in order. */
    public List<String> names(String prefix) {
        return tensors.names().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .sorted()
                .toList();
    }

    /** The reference's streams in hexadecimal: for each of an embedding's streams those of all images. */
    public List<List<String>> strings() {
        List<List<String>> all = new ArrayList<>();
        for (JsonElement each : expected.getAsJsonArray("strings")) {
            all.add(each.getAsJsonArray().asList().stream()
                    .map(JsonElement::getAsString)
                    .toList());
        }
        return all;
    }

    /** The tensors below a prefix. */
    public Tensors below(String prefix) {
        Map<String, float[]> values = new LinkedHashMap<>();
        names(prefix).forEach(name -> values.put(name, tensors.floats(prefix + name)));
        return new Tensors(values);
    }

    /** The shape of the reference's model. */
    VitShape vitShape() {
        JsonObject model = expected.getAsJsonObject("model");
        return new VitShape(
                model.get("image").getAsInt(),
                model.get("patch").getAsInt(),
                3,
                model.get("dim").getAsInt(),
                model.get("depth").getAsInt(),
                model.get("heads").getAsInt(),
                model.get("decoder_dim").getAsInt(),
                model.get("decoder_depth").getAsInt(),
                model.get("decoder_heads").getAsInt(),
                model.get("mlp_ratio").getAsInt(),
                model.get("layer_norm_eps").getAsDouble());
    }

    /** What a tensor holds for one step, in that shape. */
    INDArray slice(String name, int step, long... wanted) {
        return Nd4j.createFromArray(floats(name))
                .reshape('c', shape(name))
                .slice(step)
                .dup('c')
                .reshape('c', wanted);
    }
}
