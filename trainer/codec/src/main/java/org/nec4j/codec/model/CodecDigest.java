package org.nec4j.codec.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nec4j.codec.tensor.StoredTensor;

/** The two SHA-256 digests of a codec file, in hexadecimal: over what decoding depends on, and over all of it. */
final class CodecDigest {
    private CodecDigest() {}

    /**
     * Identifies what streams mean: the model's name and the tensors that decoding uses. Codecs that differ in their encoder or
     * their settings alone decode each other's streams, and share it.
     */
    static String ofDecoding(String model, Map<String, StoredTensor> parts, Collection<String> tensors) {
        MessageDigest sha = sha256();
        line(sha, "nec4j codec, decoding");
        line(sha, model);
        for (String name : tensors) {
            update(sha, parts.get(name));
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    /** Covers every string but itself and every tensor of a codec file. */
    static String ofContent(Map<String, String> metadata, Map<String, StoredTensor> parts) {
        MessageDigest sha = sha256();
        line(sha, "nec4j codec, content");
        Map<String, String> covered = new TreeMap<>(metadata);
        covered.remove(CodecFile.CONTENT_DIGEST);
        covered.forEach((key, value) -> {
            byte[] text = value.getBytes(StandardCharsets.UTF_8);
            line(sha, key);
            line(sha, Integer.toString(text.length));
            sha.update(text);
        });
        new TreeMap<>(parts).values().forEach(tensor -> update(sha, tensor));
        return HexFormat.of().formatHex(sha.digest());
    }

    private static void update(MessageDigest sha, StoredTensor tensor) {
        line(sha, tensor.name());
        line(sha, tensor.dtype().name());
        line(sha, Arrays.stream(tensor.shape()).mapToObj(Long::toString).collect(Collectors.joining(",")));
        tensor.content().accept(sha::update);
    }

    private static void line(MessageDigest sha, String text) {
        sha.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
