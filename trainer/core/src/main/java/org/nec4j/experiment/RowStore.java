package org.nec4j.experiment;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.report.Measurement;
import org.nec4j.report.Results;

/** Measured rate points on the disk, one file each, found again by the fingerprint of everything they depend on. */
record RowStore(Path folder) {
    Optional<List<Measurement>> find(Fingerprint fingerprint) {
        Path file = file(fingerprint);
        return Files.isRegularFile(file) ? Optional.of(Results.read(file).measurements()) : Optional.empty();
    }

    void save(Fingerprint fingerprint, List<Measurement> rows) {
        Results results = new Results(fingerprint.hex(), Map.of("fingerprint of", fingerprint.of()), rows, List.of());
        AtomicFile.write(file(fingerprint), results.toJson().getBytes(StandardCharsets.UTF_8));
    }

    private Path file(Fingerprint fingerprint) {
        return folder.resolve(fingerprint.hex().substring(0, 32) + ".json");
    }
}
