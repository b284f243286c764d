package org.nec4j.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where a study of runs in a test writes; the study's own file lies in the folder.
 *
 * @param folder holds all
 * @param name   of this try
 */
record StudyFiles(Path folder, String name) {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

    Path output() {
        return folder.resolve(name).resolve("output");
    }

    Path work() {
        return folder.resolve(name).resolve("work");
    }

    private Path runs() {
        return work().resolve(folder.getFileName());
    }

    /** The folder of a run, made where it is not there. */
    Path run(String run) throws IOException {
        return Files.createDirectories(runs().resolve(run));
    }

    /** Table, numbers and figure are those of another try, and so are the metrics of its runs. */
    void requireSameAs(StudyFiles other) throws IOException {
        for (String file : List.of("table.md", StudyFolders.RESULTS, "curve.svg")) {
            assertThat(output().resolve(file))
                    .hasSameTextualContentAs(other.output().resolve(file));
        }
        assertThat(metrics()).hasSameSizeAs(other.metrics());
        for (Path file : metrics()) {
            assertThat(file).hasSameTextualContentAs(other.runs().resolve(runs().relativize(file)));
        }
    }

    /** Takes a run away, and makes the others old. */
    void lose(String run) throws IOException {
        try (Stream<Path> files = Files.walk(run(run))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        for (Path state : states()) {
            Files.setLastModifiedTime(state, LONG_AGO);
        }
    }

    /** Runs that no state was saved of since another was lost. */
    Set<String> old() throws IOException {
        Set<String> old = new TreeSet<>();
        for (Path state : states()) {
            if (Files.getLastModifiedTime(state).equals(LONG_AGO)) {
                old.add(runs().relativize(state).getName(0).toString());
            }
        }
        return old;
    }

    private List<Path> metrics() throws IOException {
        return files("metrics.csv");
    }

    private List<Path> states() throws IOException {
        return files(".safetensors");
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(runs())) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
