package org.nec4j.codec.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.io.Json;

/**
 * Gathers tensors and strings and writes them as one safetensors file. The bytes depend on what was added, not on the order:
 * wide elements come first (which keeps every tensor aligned), then names in their order; metadata is sorted by key.
 * Arrays are kept, not copied, until the file is written.
 */
public final class SafeTensorsWriter {
    private static final int CHUNK_ELEMENTS = 1 << 18;

    private final Map<String, Tensor> tensors = new TreeMap<>();
    private final Map<String, String> metadata = new TreeMap<>();

    /** Adds float32 elements in c-order. */
    public SafeTensorsWriter floats(String name, long[] shape, float[] values) {
        return add(name, DType.F32, shape, values.length, sink -> {
            for (int i = 0; i < values.length; i += CHUNK_ELEMENTS) {
                sink.accept(TensorBytes.of(values, i, Math.min(values.length, i + CHUNK_ELEMENTS)));
            }
        });
    }

    /** Adds int32 elements in c-order. */
    public SafeTensorsWriter ints(String name, long[] shape, int[] values) {
        return add(name, DType.I32, shape, values.length, sink -> {
            for (int i = 0; i < values.length; i += CHUNK_ELEMENTS) {
                sink.accept(TensorBytes.of(values, i, Math.min(values.length, i + CHUNK_ELEMENTS)));
            }
        });
    }

    /** Adds elements of any type that are already little-endian bytes in c-order. */
    public SafeTensorsWriter bytes(String name, DType dtype, long[] shape, byte[] content) {
        if (content.length % dtype.bytes() != 0) {
            throw new IllegalArgumentException(name + ": " + content.length + " bytes are no whole number of " + dtype);
        }
        return add(name, dtype, shape, content.length / dtype.bytes(), sink -> sink.accept(ByteBuffer.wrap(content)));
    }

    /** Adds a string to the file's {@code __metadata__}. */
    public SafeTensorsWriter metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /** Replaces {@code file} atomically; throws {@link UserException} where that fails. */
    public void write(Path file) {
        AtomicFile.write(file, channel -> writeTo(bytes -> AtomicFile.writeFully(channel, bytes)));
    }

    /** The file's content. */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writeTo(bytes -> out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The strings added so far by key; a view. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    /** All tensors added so far by name, for a digest over their bytes. */
    public Map<String, StoredTensor> parts() {
        Map<String, StoredTensor> parts = new TreeMap<>();
        tensors.forEach(
                (name, tensor) -> parts.put(name, new StoredTensor(name, tensor.dtype(), tensor.shape(), sink -> {
                    try {
                        tensor.content().writeTo(sink::accept);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })));
        return parts;
    }

    private interface Sink {
        void accept(ByteBuffer bytes) throws IOException;
    }

    private interface Content {
        void writeTo(Sink sink) throws IOException;
    }

    private record Tensor(String name, DType dtype, long[] shape, long bytes, Content content) {}

    private SafeTensorsWriter add(String name, DType dtype, long[] shape, int elements, Content content) {
        long product = 1;
        for (long dimension : shape) {
            product = Math.multiplyExact(product, dimension);
        }
        if (product != elements) {
            throw new IllegalArgumentException(
                    name + ": shape " + Arrays.toString(shape) + " does not hold " + elements + " elements");
        }
        if (name.equals("__metadata__")) {
            throw new IllegalArgumentException("__metadata__ is no name for a tensor");
        }
        Tensor tensor = new Tensor(name, dtype, shape.clone(), (long) elements * dtype.bytes(), content);
        if (tensors.put(name, tensor) != null) {
            throw new IllegalArgumentException("tensor " + name + " was added twice");
        }
        return this;
    }

    private void writeTo(Sink sink) throws IOException {
        List<Tensor> ordered = new ArrayList<>(tensors.values());
        ordered.sort(Comparator.comparingInt((Tensor t) -> -t.dtype().bytes()).thenComparing(Tensor::name));
        byte[] header = header(ordered);
        // Spaces after the JSON align the first tensor to 8 bytes, as the reference implementation does.
        int padded = header.length + 7 & ~7;
        ByteBuffer start = ByteBuffer.allocate(8 + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded)
                .put(header);
        while (start.hasRemaining()) {
            start.put((byte) ' ');
        }
        sink.accept(start.flip());
        for (Tensor tensor : ordered) {
            tensor.content().writeTo(sink);
        }
    }

    private byte[] header(List<Tensor> ordered) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            members.put("__metadata__", metadata);
        }
        long offset = 0;
        for (Tensor tensor : ordered) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("dtype", tensor.dtype().name());
            fields.put("shape", Arrays.stream(tensor.shape()).boxed().toList());
            fields.put("data_offsets", List.of(offset, offset + tensor.bytes()));
            members.put(tensor.name(), fields);
            offset += tensor.bytes();
        }
        return Json.write(members).getBytes(StandardCharsets.UTF_8);
    }
}
