package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a command tells of results that its standard output does not take. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "standard output is closed and filled up by a POSIX shell")
class MainOutputTest {
    private static final String SENTENCE = "nec4j: standard output could not be written";

    @TempDir
    private Path folder;

    @Test
    void aFullDiskBehindStandardOutputIsToldAndFails() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "this system has no /dev/full");
        Path config = TinyRun.in(folder).config();
        for (List<Object> words : List.<List<Object>>of(
                List.of("validate", config), List.of("--help"), List.of("config", config), List.of("--version"))) {
            try (ChildCli child = ChildCli.limited(folder, "exec >/dev/full", words.toArray())) {
                assertThat(child.status()).as(words + child.told()).isEqualTo(1);
                assertThat(child.told()).contains(SENTENCE);
            }
        }
    }

    @Test
    void aClosedStandardOutputIsToldAndFails() throws IOException {
        Path config = TinyRun.in(folder).config();
        try (ChildCli child = ChildCli.limited(folder, "exec >&-", "validate", config)) {
            assertThat(child.status()).as(child.told()).isEqualTo(1);
            assertThat(child.told()).contains(SENTENCE);
        }
    }

    @Test
    void aPipeThatNobodyReadsIsToldAndFails() throws Exception {
        Path errors = folder.resolve("errors.txt");
        List<String> command = new ArrayList<>(ChildCli.java(Main.class));
        command.addAll(List.of("config", TinyRun.in(folder).config().toString()));
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        process.getInputStream().close();

        assertThat(process.waitFor()).as(Files.readString(errors)).isEqualTo(1);
        assertThat(errors).content().contains(SENTENCE);
    }

    @Test
    void aCommandThatFailedAnywayKeepsItsStatus() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "this system has no /dev/full");
        try (ChildCli child = ChildCli.limited(folder, "exec >/dev/full", "validate", folder.resolve("none.conf"))) {
            assertThat(child.status()).as(child.told()).isEqualTo(2);
        }
    }
}
