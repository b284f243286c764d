package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    @TempDir
    Path folder;

    @Test
    void aFinishedRunHasAPageWithCurvesPicturesRatesAndSettings() throws IOException {
        Path run = TinyRun.in(folder).train("experiment.title=\"<script>alert('x')</script>\"");

        String page = Files.readString(run.resolve("report.html"));
        assertThat(page)
                .doesNotContain("<script")
                .contains("&lt;script&gt;", "finished after 3 steps", "norm of the gradient", "bits a channel")
                .contains("by the integer tables", "tiny.conf:", "command line");
        assertThat(page)
                .as("who made it")
                .containsPattern("<th>DL4J</th><td class=\"value\">1\\.0\\.0-[A-Z0-9.]+</td>")
                .contains("<th>Java</th><td class=\"value\">" + Runtime.version())
                .containsPattern("<th>processor</th><td class=\"value\">.+, [0-9]+ threads</td>")
                .containsPattern("<th>nec4j</th><td class=\"value\">.+</td>")
                .contains("norm of the update", "distortion, held-out images");
        // Four images, each the original, masked, guessed and decoded.
        assertThat(page.split("data:image/png", -1)).hasSize(1 + 4 * 4);
    }

    @Test
    void thePageIsWrittenAnewFromTheFolderAlone() throws IOException {
        Path run = TinyRun.in(folder).train();
        String first = Files.readString(run.resolve("report.html"));
        Files.delete(run.resolve("report.html"));

        Cli report = Cli.run("report", run);

        assertThat(report.status()).as(report.err()).isZero();
        assertThat(report.out().strip()).isEqualTo(run.resolve("report.html").toString());
        assertThat(Files.readString(run.resolve("report.html"))).isEqualTo(first);
    }

    @Test
    void aRunWhoseImagesAreGoneHasAPageWithoutPictures() throws IOException {
        Path run = TinyRun.in(folder).train();
        Files.delete(folder.resolve("scenes.conf"));

        Cli report = Cli.run("report", run);

        assertThat(report.status()).as(report.err()).isZero();
        assertThat(report.err()).contains("The page has no pictures: ").contains("scenes.conf");
        assertThat(Files.readString(run.resolve("report.html")))
                .doesNotContain("<img")
                .contains("norm of the gradient");
    }

    @Test
    void finishedRunsThatDifferInLambdaAloneAreShownBesideIt() throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        Path first = tiny.train();
        tiny.train("objective.lambda=1e3", "experiment.seed=7");
        Path other = tiny.train("objective.lambda=5e4", "experiment.name=fine");

        assertThat(Files.readString(other.resolve("report.html")).split("data:image/png", -1))
                .hasSize(1 + 4 * 5);
        Cli again = Cli.run("report", first);
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(Files.readString(first.resolve("report.html")))
                .contains("tiny at lambda 1.00e+03", "fine at lambda 5.00e+04");
    }

    @Test
    void aFolderThatIsNoRunIsRefused() {
        Cli report = Cli.run("report", folder);

        assertThat(report.status()).isEqualTo(2);
        assertThat(report.complaint()).contains("is no run folder");
    }
}
