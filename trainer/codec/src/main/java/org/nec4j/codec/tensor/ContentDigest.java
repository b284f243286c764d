package org.nec4j.codec.tensor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nec4j.codec.io.Sha256;

/** A SHA-256 digest over strings and tensors, with their names, types and shapes; docs/codec-format.md says in which bytes. */
public final class ContentDigest {
    private final MessageDigest sha = Sha256.begin();

    /** Begins with a line that says what is digested. */
    public ContentDigest(String title) {
        line(title);
    }

    /**
     * Over all strings of a file but one, which holds the digest, and over all tensors.
     *
     * @param except the key of that string
     */
    public static String of(
            String title, Map<String, String> metadata, String except, Map<String, StoredTensor> parts) {
        ContentDigest digest = new ContentDigest(title);
        Map<String, String> covered = new TreeMap<>(metadata);
        covered.remove(except);
        covered.forEach((key, value) -> {
            byte[] text = value.getBytes(StandardCharsets.UTF_8);
            digest.line(key);
            digest.line(Integer.toString(text.length));
            digest.sha.update(text);
        });
        new TreeMap<>(parts).values().forEach(digest::tensor);
        return digest.hex();
    }

    /** Adds a line of text. */
    public void line(String text) {
        sha.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a tensor. */
    public void tensor(StoredTensor tensor) {
        line(tensor.name());
        line(tensor.dtype().name());
        line(Arrays.stream(tensor.shape()).mapToObj(Long::toString).collect(Collectors.joining(",")));
        tensor.content().accept(sha::update);
    }

    /** The digest in hexadecimal; ends it. */
    public String hex() {
        return Sha256.hex(sha);
    }
}
