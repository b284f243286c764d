package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunTest {
    @TempDir
    private Path folder;

    @Test
    void tellsSettingsStepsMemoryAndTimeAndWritesNothing() throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        List<Path> before = files();

        Cli dry = Cli.run("train", tiny.config(), "--dry-run", "training.length=1000steps");

        assertThat(dry.status()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains("objective.lambda = 1000.0", "tiny.conf:", "training.length = \"1000 steps\"")
                .containsPattern("tiny: [0-9,]+ of [0-9,]+ numbers train \\([0-9.]+ %\\), 1000 steps of 8 images")
                .containsPattern("[0-9.]+ s a step, [0-9]+ .*for all steps")
                .containsPattern("[0-9.]+ GB of memory held at most so far")
                .endsWith("nothing was written\n");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void findsWhatWouldKeepTheRunFromBeginning() throws IOException {
        TinyRun tiny = TinyRun.in(folder);

        assertThat(Cli.run("train", tiny.config(), "--dry-run", "training.trainable-share=[0.9,1]")
                        .status())
                .isEqualTo(2);
        assertThat(Cli.run("train", "--resume", folder, "--dry-run").complaint())
                .contains("leave out --resume");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }
}
