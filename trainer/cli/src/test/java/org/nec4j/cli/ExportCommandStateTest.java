package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandStateTest {
    @TempDir
    private Path folder;

    @Test
    void theBestStateOrAnyThatIsKeptIsExportedOnRequest() throws IOException {
        // A rate that rises until the loss does, so that the best state is not the last.
        Path run = TinyRun.in(folder)
                .train(
                        "training.length=8steps",
                        "training.schedule.warmup=8steps",
                        "training.optimizer.learning-rate=5",
                        "training.explosion-factor=null");
        List<String> lines = Files.readAllLines(run.resolve("validation.csv"));
        String best = lines.stream()
                .skip(1)
                .min(Comparator.comparingDouble(line -> Double.parseDouble(line.split(",")[1])))
                .map(line -> line.split(",")[0])
                .orElseThrow();
        assertThat(best).as(String.join("\n", lines)).isNotEqualTo("8");

        byte[] exported = export(run, "best");

        assertThat(exported).isEqualTo(export(run, best)).isNotEqualTo(export(run, "last"));
        assertThat(export(run, "last")).isEqualTo(export(run, "8"));
        for (String absent : List.of("99", "worst", "-1")) {
            Cli refused = Cli.run("export", run, "-o", folder.resolve("no.nec"), "--state", absent);
            assertThat(refused.status()).isEqualTo(2);
            assertThat(refused.complaint())
                    .contains("keeps no state " + absent
                            + "; name last, best, or the number of updates of one that it keeps (")
                    .contains("8)");
        }
        assertThat(folder.resolve("no.nec")).doesNotExist();
    }

    @Test
    void aRunThatMeasuredNoHeldOutImagesHasNoBestState() throws IOException {
        Path run = TinyRun.in(folder).train("training.validation.images=0");

        assertThat(Cli.run("export", run, "-o", folder.resolve("no.nec"), "--state", "best")
                        .complaint())
                .contains("keeps no best state");
    }

    private byte[] export(Path run, String state) throws IOException {
        Path codec = folder.resolve(state + ".nec");
        Cli export = Cli.run("export", run, "-o", codec, "--state", state);
        assertThat(export.status()).as(export.err()).isZero();
        return Files.readAllBytes(codec);
    }
}
