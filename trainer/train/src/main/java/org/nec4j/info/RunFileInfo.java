package org.nec4j.info;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.run.Sealed;

/** A tensor file inside a run's folder. */
final class RunFileInfo {
    private RunFileInfo() {}

    /** Nothing where the file is none of a run's. */
    static Optional<Facts> of(Path file, SafeTensors tensors) {
        Map<String, String> metadata = tensors.metadata();
        boolean state = metadata.containsKey("step") && metadata.containsKey("memory");
        boolean start =
                metadata.containsKey("preprocessing") && "start.safetensors".equals(String.valueOf(file.getFileName()));
        if (!state && !start) {
            return Optional.empty();
        }
        // Compares the content with its digest.
        Sealed.open(file).close();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("bytes", Sizes.of(file));
        if (state) {
            facts.put("steps", Numbers.of(metadata.get("step")));
        }
        if (metadata.containsKey("checkpoint")) {
            facts.put("base_checkpoint", metadata.get("checkpoint"));
            facts.put("base_checkpoint_sha256", metadata.getOrDefault("checkpoint_sha256", ""));
        }
        facts.putAll(TensorsInfo.contents(tensors));
        String digest = metadata.get("content_digest");
        facts.put("content_digest", digest == null ? "none" : digest);
        facts.put(
                "verified",
                digest == null
                        ? "not: a version that wrote no digests saved it"
                        : "all of its content matches its digest");
        facts.put(
                "read_by",
                state
                        ? "nec4j train --resume, nec4j export --state, with the folder of its run"
                        : "the commands that take its run");
        return Optional.of(
                new Facts(file, state ? "a saved state of a run" : "the tensors that a run began with", facts));
    }
}
