package org.nec4j.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.io.AtomicFile;

/** Writes NumPy arrays: format version 1.0, little-endian, c-order. */
public final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

    /** NumPy aligns the data to this many bytes. */
    private static final int ALIGNMENT = 64;

    private NpyFile() {}

    /** Writes an array of shape (tokens, dim). */
    public static void write(Path file, Embedding embedding) {
        AtomicFile.write(file, bytes(embedding));
    }

    /** Writes an array of shape (length,). */
    public static void write(Path file, float[] values) {
        AtomicFile.write(file, bytes(header("<f4", values.length), values));
    }

    static byte[] bytes(Embedding embedding) {
        return bytes(header("<f4", embedding.tokens(), embedding.dim()), embedding.values());
    }

    private static byte[] bytes(byte[] header, float[] values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(header.length + values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(header);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    /** Writes whole numbers as an array of shape (length,). */
    public static void write(Path file, int[] values) {
        byte[] header = header("<i4", values.length);
        ByteBuffer bytes = ByteBuffer.allocate(header.length + values.length * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(header);
        bytes.asIntBuffer().put(values);
        AtomicFile.write(file, bytes.array());
    }

    /** All before the numbers; {@code type} as NumPy spells it, such as {@code <f4}. */
    static byte[] header(String type, long... shape) {
        String sizes = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String dictionary = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + sizes
                + (shape.length == 1 ? ",), }" : "), }");
        int unpadded = MAGIC.length + Short.BYTES + dictionary.length() + 1;
        int header = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        String padded = dictionary + " ".repeat(header - unpadded) + "\n";
        ByteBuffer bytes = ByteBuffer.allocate(header).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).putShort((short) padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
        return bytes.array();
    }
}
