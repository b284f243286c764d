package org.nec4j.info;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.nec4j.codec.grid.GridModel;
import org.nec4j.codec.tensor.SafeTensors;

/** A safetensors file: what it holds decides what it is. */
final class TensorsInfo {
    private static final String DIGEST = "codec";

    private TensorsInfo() {}

    static Facts of(Path file, Path project) {
        try (SafeTensors tensors = SafeTensors.openAnyType(file)) {
            Map<String, String> metadata = tensors.metadata();
            if (!tensors.others().isEmpty()) {
                return CheckpointInfo.of(file, project);
            }
            if ("nec4j codec".equals(metadata.get("format"))) {
                return CodecInfo.of(file, tensors, project);
            }
            if (GridModel.isOne(tensors.metadata())) {
                return GridInfo.codec(file);
            }
            if (metadata.containsKey(DIGEST) && tensors.contains("embeddings")) {
                return embeddings(file, tensors);
            }
            return RunFileInfo.of(file, tensors).orElseGet(() -> CheckpointInfo.of(file, project));
        }
    }

    /** As {@code embed} writes them. */
    private static Facts embeddings(Path file, SafeTensors tensors) {
        Map<String, String> metadata = tensors.metadata();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("bytes", Sizes.of(file));
        facts.put("shape", Arrays.stream(tensors.shape("embeddings")).boxed().toList());
        facts.put("data_set", metadata.getOrDefault("dataset", ""));
        facts.put("classes", metadata.getOrDefault("classes", "").lines().toList());
        facts.put("codec_digest", metadata.get(DIGEST));
        facts.put("verified", "its length is that of its tensors; it carries no checksum");
        facts.put("made_by", "nec4j embed");
        facts.put("read_by", "any program that reads safetensors; embeddings and labels have a row an image");
        return new Facts(file, "decoded embeddings of a data set, with labels", facts);
    }

    /** How many tensors and numbers there are, and of which types. */
    static Map<String, Object> contents(SafeTensors tensors) {
        long numbers = 0;
        Map<String, Long> types = new TreeMap<>();
        for (String name : tensors.names()) {
            long elements = 1;
            for (long axis : tensors.shape(name)) {
                elements *= axis;
            }
            numbers += elements;
            types.merge(tensors.dtype(name).name(), elements, Long::sum);
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("tensors", (long) tensors.names().size());
        facts.put("numbers", numbers);
        facts.put("types", types.keySet().stream().toList());
        return facts;
    }
}
