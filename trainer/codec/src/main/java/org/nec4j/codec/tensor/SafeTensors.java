package org.nec4j.codec.tensor;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.ByteSource;

/**
 * A safetensors file, open for reading: named tensors and a map of strings. The header is checked against the file's size
 * when it is opened, so no length that is read later can exceed the file. Tensors are read from the disk when asked for;
 * several threads may do so at once. Bad files raise {@link UserException}.
 *
 * <p>Format: https://huggingface.co/docs/safetensors
 */
public final class SafeTensors implements Closeable {
    /** The JVM's own limit on arrays lies a few elements below 2^31. */
    private static final long MAX_ELEMENTS = Integer.MAX_VALUE - 16L;

    private static final int CHUNK_BYTES = 1 << 20;

    private final String source;
    private final ByteSource bytes;
    private final SafeTensorsHeader header;

    private SafeTensors(String source, ByteSource bytes, boolean anyType) {
        this.source = source;
        this.bytes = bytes;
        this.header = SafeTensorsHeader.read(bytes, source, anyType);
    }

    /** Opens a file; close it after use. */
    public static SafeTensors open(Path file) {
        return open(file, false);
    }

    /** As {@link #open(Path)}, of a file that may hold tensors of types that are not read: see {@link #others}. */
    public static SafeTensors openAnyType(Path file) {
        return open(file, true);
    }

    private static SafeTensors open(Path file, boolean anyType) {
        ByteSource bytes = ByteSource.of(file);
        try {
            return new SafeTensors(file.toString(), bytes, anyType);
        } catch (RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /** Reads a file's content that is already in memory; {@code source} names it in errors. */
    public static SafeTensors of(byte[] content, String source) {
        return new SafeTensors(source, ByteSource.of(content), false);
    }

    /** The file's name, or what stands for it in errors. */
    public String source() {
        return source;
    }

    /** The tensors' names, in the header's order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(header.entries().keySet());
    }

    /** The types of tensors that are not read ({@code F8_E4M3}, {@code U16}, {@code C64}), by name, in the header's order. */
    public Map<String, String> others() {
        return Collections.unmodifiableMap(header.others());
    }

    /** The strings under {@code __metadata__}; empty where there are none. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    /** Whether there is a tensor of this name. */
    public boolean contains(String name) {
        return header.entries().containsKey(name);
    }

    /** A tensor's dimensions, outermost first; none for a single number. */
    public long[] shape(String name) {
        return entry(name).shape().clone();
    }

    /** How a tensor's elements are stored. */
    public DType dtype(String name) {
        return entry(name).dtype();
    }

    /**
     * The tensor's elements as float32, in c-order: F64 and integers beyond 2^24 are rounded to nearest, F16 and BF16 are
     * exact, BOOL gives 0 and 1.
     */
    public float[] floats(String name) {
        SafeTensorsHeader.Entry entry = entry(name);
        float[] out = new float[elements(name, entry)];
        forEachChunk(entry, (chunk, first) -> TensorBytes.toFloats(entry.dtype(), chunk, out, (int) first));
        return out;
    }

    /** The elements of an I32, I16, I8, U8 or BOOL tensor, or of an I64 tensor whose values fit 32 bits, in c-order. */
    public int[] ints(String name) {
        SafeTensorsHeader.Entry entry = entry(name);
        if (entry.dtype() == DType.F64
                || entry.dtype() == DType.F32
                || entry.dtype() == DType.F16
                || entry.dtype() == DType.BF16) {
            throw new UserException(source + ": tensor \"" + name + "\" has dtype " + entry.dtype()
                    + " where whole numbers are needed");
        }
        int[] out = new int[elements(name, entry)];
        try {
            forEachChunk(entry, (chunk, first) -> TensorBytes.toInts(entry.dtype(), chunk, out, (int) first));
        } catch (ArithmeticException e) {
            throw new UserException(source + ": tensor \"" + name + "\" holds a number beyond 32 bits", e);
        }
        return out;
    }

    /** The tensor's bytes as they stand in the file: little-endian elements in c-order. */
    public byte[] bytes(String name) {
        SafeTensorsHeader.Entry entry = entry(name);
        if (entry.bytes() > MAX_ELEMENTS) {
            throw tooLarge(name, entry);
        }
        byte[] out = new byte[(int) entry.bytes()];
        bytes.read(entry.offset(), ByteBuffer.wrap(out));
        return out;
    }

    /** Where a tensor's bytes begin, from the start of the file. */
    public long offset(String name) {
        return entry(name).offset();
    }

    /** All tensors by name, for a digest over their bytes. */
    public Map<String, StoredTensor> parts() {
        Map<String, StoredTensor> parts = new LinkedHashMap<>();
        header.entries()
                .forEach((name, entry) -> parts.put(
                        name,
                        new StoredTensor(
                                name,
                                entry.dtype(),
                                entry.shape(),
                                sink -> forEachChunk(entry, (chunk, first) -> sink.accept(chunk)))));
        return parts;
    }

    @Override
    public void close() {
        bytes.close();
    }

    @Override
    public String toString() {
        int tensors = header.entries().size();
        return source + " (safetensors, " + tensors + (tensors == 1 ? " tensor)" : " tensors)");
    }

    private SafeTensorsHeader.Entry entry(String name) {
        SafeTensorsHeader.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new UserException(source + ": has no tensor \"" + name + "\"");
        }
        return entry;
    }

    private int elements(String name, SafeTensorsHeader.Entry entry) {
        if (entry.elements() > MAX_ELEMENTS) {
            throw tooLarge(name, entry);
        }
        return (int) entry.elements();
    }

    private UserException tooLarge(String name, SafeTensorsHeader.Entry entry) {
        return new UserException(source + ": tensor \"" + name + "\" of shape " + Arrays.toString(entry.shape())
                + " exceeds the 2^31 elements that fit a Java array");
    }

    private interface ChunkReader {
        void read(ByteBuffer chunk, long firstElement);
    }

    private void forEachChunk(SafeTensorsHeader.Entry entry, ChunkReader reader) {
        int size = (int) Math.min(CHUNK_BYTES, entry.bytes());
        ByteBuffer chunk = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        for (long done = 0; done < entry.bytes(); done += chunk.limit()) {
            chunk.clear().limit((int) Math.min(size, entry.bytes() - done));
            bytes.read(entry.offset() + done, chunk);
            reader.read(chunk.flip(), done / entry.dtype().bytes());
        }
    }
}
