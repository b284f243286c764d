package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own, as only that has variables of its own. */
class MainEnvironmentTest {
    @TempDir
    private Path folder;

    @Test
    void numbersTruthValuesAndNamesArriveFromEnvironmentVariables() throws IOException, InterruptedException {
        TinyRun.in(folder);
        Path config = Files.writeString(folder.resolve("variables.conf"), """
                include "tiny.conf"
                objective.lambda = ${MY_LAMBDA}
                data.batch-size = ${MY_BATCH}
                data.enlarge = ${MY_FLAG}
                experiment.title = ${MY_TITLE}
                """);
        List<String> command = new ArrayList<>(ChildCli.java(Main.class));
        command.addAll(List.of("config", config.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .putAll(Map.of("MY_LAMBDA", "2.5e4", "MY_BATCH", "16", "MY_FLAG", "true", "MY_TITLE", "2024.10"));
        Process process = builder.start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(told).isZero();
        assertThat(told)
                .containsPattern("objective.lambda = 25000.0 ")
                .containsPattern("data.batch-size = 16 ")
                .containsPattern("data.enlarge = true ")
                .containsPattern("experiment.title = \"2024.10\" ");
    }
}
