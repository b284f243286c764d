package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "examples are read by a POSIX shell")
class HelpExamplesTest {
    @TempDir
    private Path world;

    @Test
    void everyCommandHasItsPlaceInTheOrder() {
        assertThat(HelpExamples.ORDER)
                .containsExactlyInAnyOrderElementsOf(HelpExamples.all().keySet());
    }

    @Test
    void everyExampleOfEveryHelpRunsAsWritten() throws IOException, InterruptedException {
        allRun(HelpExamples.all().values().stream().flatMap(List::stream).toList());
    }

    @Test
    void everyLineOfTheReadmeRunsInTheOrderInWhichItStands() throws IOException, InterruptedException {
        assertThat(HelpExamples.readme()).hasSizeGreaterThan(15);
        allRun(HelpExamples.readme(), HelpExamples.README);
    }

    private void allRun(List<String> lines, String... words) throws IOException, InterruptedException {
        ExampleWorld.write(world);
        Path ran = world.resolve("ran.txt");
        Path told = world.resolve("told.txt");

        List<String> command = new ArrayList<>(ChildCli.java(
                HelpExamples.class,
                "-Dnec4j.slow=" + Boolean.getBoolean("nec4j.slow"),
                "-Dnec4j.root="
                        + Path.of(System.getProperty("nec4j.root", "../..")).toAbsolutePath()));
        command.addAll(List.of(words));
        Process child = new ProcessBuilder(command)
                .directory(world.toFile())
                .redirectOutput(ran.toFile())
                .redirectError(told.toFile())
                .start();
        try {
            assertThat(child.waitFor(ChildCli.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("it ends")
                    .isTrue();
        } finally {
            child.destroyForcibly();
            System.err.print(Files.readString(told));
        }

        List<String> due =
                HelpExamples.due(lines).stream().map(line -> "ran " + line).toList();
        assertThat(child.exitValue()).as(Files.readString(told)).isZero();
        assertThat(Files.readAllLines(ran))
                .as(Files.readString(told))
                .containsAll(due)
                .noneMatch(line -> line.startsWith("FAILED"));
    }

    @Test
    void whatIsPassedOverIsStillAnExample() {
        assertThat(HelpExamples.all().values().stream().flatMap(List::stream).toList())
                .containsAll(HelpExamples.exceptions());
    }
}
