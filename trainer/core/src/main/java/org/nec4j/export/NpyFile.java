package org.nec4j.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.nec4j.codec.AtomicFile;
import org.nec4j.codec.Embedding;

/** Writes embeddings as NumPy arrays: format version 1.0, float32, little-endian, c-order. */
final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

    /** NumPy aligns the data to this many bytes. */
    private static final int ALIGNMENT = 64;

    private NpyFile() {}

    /** Writes an array of shape (tokens, dim). */
    static void write(Path file, Embedding embedding) {
        AtomicFile.write(file, bytes(embedding));
    }

    static byte[] bytes(Embedding embedding) {
        String dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + embedding.tokens() + ", "
                + embedding.dim() + "), }";
        int unpadded = MAGIC.length + Short.BYTES + dictionary.length() + 1;
        int header = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        String padded = dictionary + " ".repeat(header - unpadded) + "\n";
        float[] values = embedding.values();
        ByteBuffer bytes =
                ByteBuffer.allocate(header + values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).putShort((short) padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
