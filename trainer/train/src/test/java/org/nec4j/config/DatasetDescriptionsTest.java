package org.nec4j.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DatasetDescriptionsTest {
    private static final Path FOLDER = Path.of(System.getProperty("nec4j.root", "."), "datasets");

    @Test
    void everyDescriptionIsReadAndNamedAsItsFile() throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(FOLDER)) {
            files = entries.filter(f -> f.toString().endsWith(".conf")).toList();
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(5);
        for (Path file : files) {
            DatasetDescription set = Configs.dataset(file).settings();
            assertThat(file.getFileName()).hasToString(set.name() + ".conf");
            assertThat(set.source().licence()).isNotBlank();
            assertThat(set.title()).isNotBlank();
        }
    }

    @Test
    void everyFolderIsNamedRelativeToTheDescription() {
        DatasetDescription set = Configs.dataset(FOLDER.resolve("rsscn7.conf")).settings();
        assertThat(set.folders()).isNotEmpty();
        assertThat(set.folders())
                .anyMatch(folder -> folder.startsWith(FOLDER.resolve("..").normalize()));
    }
}
