package org.nec4j.codec;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.nec4j.codec.model.CodecWriter;

/** A process of its own that codes and decodes embeddings with every kind of codec and prints a digest of all bits. */
final class DecodingDigest {
    private static final int SIDE = 2;

    private DecodingDigest() {}

    /** Codes args[0] embeddings; prints the SHA-256 of their streams and their decoded values. */
    public static void main(String[] args) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        List<CodecWriter> writers = List.of(
                TestCodecs.factorisedWriter(),
                TestCodecs.hyperpriorWriter(false, true),
                TestCodecs.hyperpriorWriter(true, true),
                TestCodecs.sparseTransformWriter(12, SIDE, 0.5f));
        for (CodecWriter writer : writers) {
            Codec codec = Codec.of(writer.toBytes(), "codec");
            boolean grid = codec.model().equals("transform");
            for (int n = 0; n < Integer.parseInt(args[0]); n++) {
                byte[] stream = TestCodecs.stream(codec, n, grid ? 1 + SIDE * SIDE : n % 4);
                sha.update(stream);
                float[] values = codec.decode(stream).values();
                ByteBuffer bits = ByteBuffer.allocate(4 * values.length);
                bits.asFloatBuffer().put(values);
                sha.update(bits);
            }
        }
        System.out.println(HexFormat.of().formatHex(sha.digest()));
    }
}
