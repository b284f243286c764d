package org.nec4j.study;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.report.Measurement;
import org.nec4j.report.Results;

/** Measured rate points on the disk, one file each, found again by the fingerprint of everything they depend on. */
record RowStore(Path folder) {
    private Optional<List<Measurement>> find(Fingerprint fingerprint) {
        Path file = file(fingerprint);
        return Files.isRegularFile(file) ? Optional.of(Results.read(file).measurements()) : Optional.empty();
    }

    /** The rows of all tasks in their order: found, or measured now and kept at once. */
    List<Measurement> rows(List<RatePointTask> tasks, String common, Console console) {
        List<Measurement> rows = new ArrayList<>();
        try (Progress progress = console.progress("measuring", tasks.size(), "rate points")) {
            for (int i = 0; i < tasks.size(); i++) {
                RatePointTask task = tasks.get(i);
                Fingerprint fingerprint = Fingerprint.of(task.identity(), common);
                rows.addAll(find(fingerprint).orElseGet(() -> {
                    List<Measurement> measured = task.measure().get();
                    save(fingerprint, measured);
                    return measured;
                }));
                progress.at(i + 1, task.system() + ", " + task.setting());
            }
        }
        return rows;
    }

    private void save(Fingerprint fingerprint, List<Measurement> rows) {
        Results results = new Results(fingerprint.hex(), Map.of("fingerprint of", fingerprint.of()), rows, List.of());
        AtomicFile.write(file(fingerprint), results.toJson().getBytes(StandardCharsets.UTF_8));
    }

    private Path file(Fingerprint fingerprint) {
        return folder.resolve(fingerprint.hex().substring(0, 32) + ".json");
    }
}
