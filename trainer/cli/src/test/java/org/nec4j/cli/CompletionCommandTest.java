package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {
    @TempDir
    private Path folder;

    @Test
    void bashCompletesCommandsAndOptionsByTheScript() throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of("/bin/bash")), "there is no bash here");
        Cli completion = Cli.run("completion");
        assertThat(completion.status()).isZero();
        Path script = Files.writeString(folder.resolve("nec4j.bash"), completion.out());

        assertThat(completed(script, "./nec4j", "tra")).containsExactly("train");
        assertThat(completed(script, "./nec4j", "archive", "ver")).containsExactly("verify");
        assertThat(completed(script, "nec4j", "train", "--res")).containsExactly("--resume");
        assertThat(completed(script, "nec4j", "in")).containsExactly("info");
    }

    /** What bash offers for the last of these words. */
    private static List<String> completed(Path script, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "/bin/bash",
                "-c",
                "source \"$1\"; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _complete_nec4j \"$1\";"
                        + " printf '%s\\n' \"${COMPREPLY[@]}\"",
                "bash",
                script.toString()));
        command.addAll(List.of(words));
        Process bash = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).isZero();
        return out.lines().map(String::strip).toList();
    }
}
