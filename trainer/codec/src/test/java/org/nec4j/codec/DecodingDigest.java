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

    /** Codes args[0] embeddings; prints the SHA-256 of their streams and their decoded values, and the same of layered codecs. */
    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[0]);
        List<CodecWriter> tokenwise = List.of(
                TestCodecs.factorizedWriter(),
                TestCodecs.hyperpriorWriter(false, true),
                TestCodecs.hyperpriorWriter(true, true),
                TestCodecs.sparseTransformWriter(12, SIDE, 0.5f));
        List<CodecWriter> layered = List.of(TestLayers.writer(), TestLayers.trainedWriter(0.3f));
        System.out.println(digest(tokenwise, count) + " " + digest(layered, count));
    }

    private static String digest(List<CodecWriter> writers, int count) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        for (CodecWriter writer : writers) {
            Codec codec = Codec.of(writer.toBytes(), "codec");
            for (int n = 0; n < count; n++) {
                byte[] stream = TestCodecs.stream(codec, n, tokens(codec, n));
                sha.update(stream);
                float[] values = codec.decode(stream).values();
                ByteBuffer bits = ByteBuffer.allocate(4 * values.length);
                bits.asFloatBuffer().put(values);
                sha.update(bits);
            }
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static int tokens(Codec codec, int n) {
        return switch (codec.model()) {
            case "transform" -> 1 + SIDE * SIDE;
            case "layered" -> TestLayers.TOKENS;
            default -> n % 4;
        };
    }
}
