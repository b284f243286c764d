package org.nec4j.info;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nec4j.codec.Codec;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.model.SensingCoder;
import org.nec4j.codec.tensor.SafeTensors;

/** A codec file, of whichever entropy model. */
final class CodecInfo {
    private static final String FROM = "provenance";
    private static final String BASE = "base_checkpoint_sha256";

    private CodecInfo() {}

    static Facts of(Path file, SafeTensors tensors, Path project) {
        Codec codec = Codec.open(file);
        JsonObject settings = codec.settings();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("bytes", Sizes.of(file));
        facts.put("entropy_model", codec.model());
        facts.put("numbers_a_token", (long) codec.dim());
        facts.put("tokens_at_most", Numbers.of(tensors.metadata().getOrDefault("max_tokens", "")));
        Map<String, Object> points = codec.points();
        if (!points.isEmpty()) {
            facts.put("operating_points", points);
        }
        for (String block : new String[] {"preprocessing", "shape"}) {
            if (settings.contains(block)) {
                facts.put(
                        block.equals("shape") ? "encoder" : "images",
                        settings.object(block).asMap());
            }
        }
        if (settings.contains(FROM)) {
            JsonObject from = settings.object(FROM);
            facts.put("made_from", from.asMap());
            if (from.contains(BASE)) {
                Licences.ofCheckpoint(from.text(BASE), project)
                        .ifPresent(licence -> facts.put("licence_of_base_checkpoint", licence));
            }
        }
        facts.putAll(TensorsInfo.contents(tensors));
        facts.put("digest", codec.digest());
        facts.put("content_digest", codec.contentDigest());
        facts.put("verified", "all of its content matches both digests");
        boolean senses = codec.model().equals(SensingCoder.MODEL);
        facts.put("encodes_images", senses || tensors.contains("patch_embed.proj.bias"));
        facts.put("draws_reconstructions", senses || settings.contains("reconstruction"));
        facts.put(
                "decodes",
                "streams and archives that name " + codec.digest().substring(0, 8) + ": nec4j decode -c " + file
                        + " -o FOLDER STREAM_OR_ARCHIVE"
                        + (senses ? ", recovered images with --detail image" : "")
                        + "; org.nec4j.codec in Java; nec4j_reader in Python");
        return new Facts(file, "a codec", facts);
    }
}
