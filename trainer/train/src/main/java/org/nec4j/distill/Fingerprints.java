package org.nec4j.distill;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** SHA-256 of what answers depend on. */
public final class Fingerprints {
    private Fingerprints() {}

    /** Of what is put into the digest. */
    public static byte[] of(Consumer<MessageDigest> content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            content.accept(digest);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Of facts by name, whatever their order. */
    public static byte[] of(Map<String, ?> facts) {
        return of(digest -> new TreeMap<>(facts)
                .forEach((name, fact) -> digest.update((name + '=' + fact + '\n').getBytes(StandardCharsets.UTF_8))));
    }

    /** Of tensors by name, whatever their order. */
    public static byte[] ofTensors(Map<String, float[]> tensors) {
        return of(digest -> new TreeMap<>(tensors).forEach((name, values) -> {
            digest.update((name + '\n').getBytes(StandardCharsets.UTF_8));
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
            bytes.asFloatBuffer().put(values);
            digest.update(bytes);
        }));
    }
}
