package org.nec4j.codec.model;

import java.util.Collection;
import java.util.Map;
import org.nec4j.codec.tensor.ContentDigest;
import org.nec4j.codec.tensor.StoredTensor;

/** The two SHA-256 digests of a codec file, in hexadecimal: over what decoding depends on, and over all of it. */
final class CodecDigest {
    private CodecDigest() {}

    /**
     * Identifies what streams mean: the model's name and the tensors that decoding uses. Codecs that differ in their encoder or
     * their settings alone decode each other's streams, and share it.
     */
    static String ofDecoding(String model, Map<String, StoredTensor> parts, Collection<String> tensors) {
        ContentDigest digest = new ContentDigest("nec4j codec, decoding");
        digest.line(model);
        tensors.forEach(name -> digest.tensor(parts.get(name)));
        return digest.hex();
    }

    /** Covers every string but itself and every tensor of a codec file. */
    static String ofContent(Map<String, String> metadata, Map<String, StoredTensor> parts) {
        return ContentDigest.of("nec4j codec, content", metadata, CodecFile.CONTENT_DIGEST, parts);
    }
}
