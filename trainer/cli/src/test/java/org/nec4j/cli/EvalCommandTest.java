package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.config.SegmentationSettings;
import org.nec4j.progress.Console;
import picocli.CommandLine;

class EvalCommandTest {
    @TempDir
    private Path folder;

    @Test
    void theSegmentationHeadStandardizesTokensUnlessToldOtherwise() {
        assertThat(segmentation().standardize()).isTrue();
        assertThat(segmentation("--standardize").standardize()).isTrue();
        assertThat(segmentation("--no-standardize").standardize()).isFalse();
        assertThat(segmentation("--no-standardize", "--with-decoder").decoder()).isTrue();
    }

    private static SegmentationSettings segmentation(String... options) {
        EvalCommand command = new EvalCommand(new Context(new PrintWriter(new StringWriter()), Console.silent()));
        CommandLine line = new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true);
        line.parseArgs(
                Stream.concat(Stream.of("codec.nec", "--data=scenes.conf", "--head=segmentation"), Stream.of(options))
                        .toArray(String[]::new));
        return command.segmentation();
    }

    @Test
    void standardizationIsRefusedWhereNothingIsStandardized() throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        Path codec = folder.resolve("codec.nec");
        assertThat(Cli.run("fit", tiny.config(), "-o", codec).status()).isZero();
        for (String option : List.of("--standardize", "--no-standardize")) {
            Cli eval = Cli.run("eval", codec, "--data", folder.resolve("scenes.conf"), "--head", "linear", option);
            assertThat(eval.status()).isEqualTo(2);
            assertThat(eval.complaint())
                    .isEqualTo("nec4j: " + option + " is about the head segmentation; leave it out with head linear");
        }
    }
}
