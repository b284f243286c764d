package org.nec4j.info;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.reid.ReidRun;
import org.nec4j.run.PlainRun;
import org.nec4j.run.RunFolder;
import org.nec4j.run.Sealed;
import org.nec4j.runs.Metric;
import org.nec4j.runs.Standing;

/** A folder: a run's, a checkpoint's of several files, or one of many runs. */
final class FolderInfo {
    private FolderInfo() {}

    static Facts of(Path folder, Path project) {
        if (RunFolder.isRun(folder)) {
            return run(folder);
        }
        Optional<String> kind = PlainRun.words(folder);
        if (kind.isPresent()) {
            return plain(folder, "a run " + kind.get());
        }
        if (Stream.of(
                        "model.safetensors",
                        "pytorch_model.bin",
                        "model.safetensors.index.json",
                        "pytorch_model.bin.index.json")
                .anyMatch(name -> Files.exists(folder.resolve(name)))) {
            return CheckpointInfo.of(folder, project);
        }
        if (Files.exists(folder.resolve("results.json")) && Files.exists(folder.resolve("table.md"))) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("bytes", Sizes.of(folder));
            facts.put("table", folder.resolve("table.md").toString());
            facts.put("made_by", "nec4j sweep");
            facts.put("read_by", "nec4j runs " + folder);
            return new Facts(folder, "the runs of a sweep", facts);
        }
        throw new UserException(
                folder + ": is a folder, and neither a run's, a sweep's nor a checkpoint's; name a file in"
                        + " it, or list runs with nec4j runs " + folder);
    }

    /** The run's beginning and the states that it keeps. */
    private static List<Path> tensorFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be listed (" + AtomicFile.reason(e) + ")", e);
        }
    }

    /** A run on gridded fields, of compressed learning or of codes. */
    private static Facts plain(Path folder, String what) {
        Standing standing = Standing.of(folder);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("state", standing.words());
        facts.put("began", standing.began().toString());
        for (String key : List.of(
                "experiment.name",
                "objective.kind",
                "data.files",
                "data.set",
                "sensing.ratio",
                "code.width",
                "code.bits")) {
            standing.setting(key).ifPresent(value -> facts.put(key, value));
        }
        Map<String, Long> whole = whole(folder);
        // Codes become a codec at a run's end; the others export any state.
        boolean exports = ReidRun.isOne(folder) ? Files.exists(ReidRun.codec(folder)) : !whole.isEmpty();
        facts.put("tensors_in", whole);
        facts.put("verified", "the content of these files matches their digests; texts and tables carry none");
        facts.put("bytes", Sizes.of(folder));
        facts.put(
                "read_by",
                "nec4j train --resume " + folder + (!exports ? "" : ", nec4j export " + folder + " -o codec.nec"));
        return new Facts(folder, what, facts);
    }

    /** Tensors by file, each compared with its digest. */
    private static Map<String, Long> whole(Path folder) {
        Map<String, Long> whole = new LinkedHashMap<>();
        for (Path file : tensorFiles(folder)) {
            try (SafeTensors tensors = Sealed.open(file)) {
                whole.put(folder.relativize(file).toString(), (long)
                        tensors.names().size());
            }
        }
        return whole;
    }

    private static Facts run(Path folder) {
        RunFolder run = RunFolder.open(folder);
        Standing standing = Standing.of(folder);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("state", standing.words());
        facts.put("began", standing.began().toString());
        standing.failure().ifPresent(why -> facts.put("failure", why));
        for (String key :
                List.of("experiment.name", "experiment.title", "objective.kind", "entropy.model", "objective.lambda")) {
            standing.setting(key).ifPresent(value -> facts.put(key, value));
        }
        facts.put("data_sets", standing.setting("data.sets").orElse("unknown"));
        Map<String, Object> licences = Licences.ofDatasets(folder.resolve("original"));
        if (!licences.isEmpty()) {
            facts.put("licence_of_data", licences);
        }
        standing.setting("model.checkpoint").ifPresent(file -> facts.put("base_checkpoint", file));
        facts.put("tensors_in", whole(folder));
        facts.put("verified", "the content of these files matches their digests; texts and tables carry none");
        List<Map<String, Object>> sessions = run.sessions();
        facts.put("sessions", (long) sessions.size());
        if (!sessions.isEmpty() && sessions.get(sessions.size() - 1).get("code") instanceof Map<?, ?> code) {
            Map<String, Object> made = new LinkedHashMap<>();
            Stream.of("nec4j", "git_commit")
                    .filter(key -> code.get(key) != null)
                    .forEach(key -> made.put(key, code.get(key)));
            facts.put("made_by", made);
        }
        Map<String, Object> measured = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            if (standing.metric(metric).isPresent()) {
                measured.put(
                        metric.words().replace(' ', '_').replace('-', '_'),
                        standing.metric(metric).getAsDouble());
            }
        }
        facts.put("measured", measured);
        facts.put("bytes", Sizes.of(folder));
        facts.put(
                "read_by",
                "nec4j report " + folder + ", nec4j export " + folder + " -o codec.nec"
                        + (standing.state() == Standing.State.FINISHED ? "" : ", nec4j train --resume " + folder));
        return new Facts(folder, "a run", facts);
    }
}
