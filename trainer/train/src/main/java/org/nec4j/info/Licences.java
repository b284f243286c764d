package org.nec4j.info;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.config.Configs;
import org.nec4j.config.DatasetDescription;
import org.nec4j.fetch.Manifest;
import org.nec4j.fetch.Manifests;

/** Licences, where descriptions state them. */
final class Licences {
    private Licences() {}

    /** Of the weights with this digest, where a description of the project states both. */
    static Optional<String> ofCheckpoint(String sha256, Path project) {
        return Manifests.in(project).stream()
                .filter(manifest -> manifest.kind() == Manifest.Kind.CHECKPOINT)
                .filter(manifest -> manifest.source()
                                .sha256()
                                .filter(sha256::equalsIgnoreCase)
                                .isPresent()
                        && !manifest.source().licence().isEmpty())
                .map(manifest ->
                        manifest.source().licence() + ", as " + manifest.file().getFileName() + " states")
                .findFirst();
    }

    /** Of the data sets whose descriptions lie in a folder, by their names. */
    static Map<String, Object> ofDatasets(Path folder) {
        Map<String, Object> licences = new LinkedHashMap<>();
        if (!Files.isDirectory(folder)) {
            return licences;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".conf")).sorted().toList()) {
                dataset(file)
                        .filter(set -> !set.source().licence().isEmpty())
                        .ifPresent(set -> licences.put(set.name(), set.source().licence()));
            }
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be listed (" + AtomicFile.reason(e) + ")", e);
        }
        return licences;
    }

    /** Copies of experiments lie beside those of sets, and may include what is not there any more. */
    private static Optional<DatasetDescription> dataset(Path file) {
        try {
            return Configs.kind(file) == Configs.Kind.DATASET
                    ? Optional.of(Configs.dataset(file).settings())
                    : Optional.empty();
        } catch (UserException e) {
            return Optional.empty();
        }
    }
}
