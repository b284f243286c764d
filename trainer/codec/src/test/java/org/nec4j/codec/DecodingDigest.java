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

    /** Codes args[0] embeddings; prints the SHA-256 of their streams and their decoded values, and the same of layered codecs and of images that a sensing codec measures. */
    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[0]);
        List<CodecWriter> tokenwise = List.of(
                TestCodecs.factorizedWriter(),
                TestCodecs.hyperpriorWriter(false, true),
                TestCodecs.hyperpriorWriter(true, true),
                TestCodecs.sparseTransformWriter(12, SIDE, 0.5f));
        List<CodecWriter> layered = List.of(TestLayers.writer(), TestLayers.trainedWriter(0.3f));
        System.out.println(digest(tokenwise, count) + " " + digest(layered, count) + " " + sensed(count));
    }

    private static String sensed(int count) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        Sensor sensor = Sensor.of(TestSensing.writer().toBytes(), "codec");
        for (int n = 0; n < count; n++) {
            byte[] stream = sensor.encode(TestSensing.grey(n));
            sha.update(stream);
            sha.update(bits(sensor.codec().decode(stream)));
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static String digest(List<CodecWriter> writers, int count) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        for (CodecWriter writer : writers) {
            Codec codec = Codec.of(writer.toBytes(), "codec");
            for (int n = 0; n < count; n++) {
                byte[] stream = TestCodecs.stream(codec, n, tokens(codec, n));
                sha.update(stream);
                sha.update(bits(codec.decode(stream)));
            }
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static ByteBuffer bits(Embedding embedding) {
        ByteBuffer bits = ByteBuffer.allocate(4 * embedding.values().length);
        bits.asFloatBuffer().put(embedding.values());
        return bits;
    }

    private static int tokens(Codec codec, int n) {
        return switch (codec.model()) {
            case "transform" -> 1 + SIDE * SIDE;
            case "layered" -> TestLayers.TOKENS;
            default -> n % 4;
        };
    }
}
