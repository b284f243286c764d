package org.nec4j.entropy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Expected values that a peer computed, read from a safetensors test resource. */
public final class Vectors {
    private final JsonObject header;
    private final ByteBuffer data;

    private Vectors(byte[] content) {
        ByteBuffer all = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        byte[] json = new byte[(int) all.getLong()];
        all.get(json);
        header =
                JsonParser.parseString(new String(json, StandardCharsets.UTF_8)).getAsJsonObject();
        data = all.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    public static Vectors resource(String name) {
        try (InputStream in = Vectors.class.getResourceAsStream("/org/nec4j/entropy/" + name)) {
            return new Vectors(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public float[] floats(String name) {
        JsonObject t = header.getAsJsonObject(name);
        int from = t.getAsJsonArray("data_offsets").get(0).getAsInt();
        int to = t.getAsJsonArray("data_offsets").get(1).getAsInt();
        boolean dbl = t.get("dtype").getAsString().equals("F64");
        float[] v = new float[(to - from) / (dbl ? 8 : 4)];
        for (int i = 0; i < v.length; i++) {
            v[i] = dbl ? (float) data.getDouble(from + 8 * i) : data.getFloat(from + 4 * i);
        }
        return v;
    }

    public INDArray array(String name) {
        var s = header.getAsJsonObject(name).getAsJsonArray("shape");
        long[] shape = new long[s.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = s.get(i).getAsLong();
        }
        return Nd4j.createFromArray(floats(name)).reshape('c', shape);
    }
}
