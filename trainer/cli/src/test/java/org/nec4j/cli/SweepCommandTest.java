package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real sweeps of the real command line, their points in processes of their own. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals are sent by a POSIX shell")
class SweepCommandTest {
    @TempDir
    private Path folder;

    @Test
    void everyPointGetsAFolderAndAllOfThemATableAndAFigure() throws Exception {
        Path config = sweep("grid { objective.lambda = [1e2, 1e4], experiment.seed = [0, 1] }");

        Cli sweep = ChildCli.run(folder, "sweep", config, "--jobs", "2");

        assertThat(sweep.status()).as(sweep.err()).isZero();
        assertThat(sweep.out().strip()).isEqualTo(runs().resolve("table.md").toString());
        assertThat(sweep.err()).contains("4 points in", "0 finished before, 4 to do, 2 at once");
        for (String point :
                List.of("seed=0,lambda=100", "seed=0,lambda=1e4", "seed=1,lambda=100", "seed=1,lambda=1e4")) {
            assertThat(runs().resolve(point)).isDirectoryContaining("glob:**/summary.json");
            assertThat(sweep.err()).contains(point + ": finished");
        }
        List<String> csv = Files.readAllLines(runs().resolve("table.csv"));
        assertThat(csv).hasSize(5);
        assertThat(csv.get(0)).startsWith("point,seed,lambda,state,loss,distortion,held-out distortion,bits an image");
        assertThat(csv.get(4)).startsWith("\"seed=1,lambda=1e4\",1,1e4,finished,");
        JsonArray rows = JsonParser.parseString(Files.readString(runs().resolve("results.json")))
                .getAsJsonArray();
        double coded = rows.get(3)
                .getAsJsonObject()
                .getAsJsonObject("metrics")
                .get("coded_bytes_an_image")
                .getAsDouble();
        assertThat(coded)
                .isEqualTo(JsonParser.parseString(Files.readString(runs().resolve("seed=1,lambda=1e4/summary.json")))
                        .getAsJsonObject()
                        .get("coded_bytes_per_image")
                        .getAsDouble());
        byte[] svg = Files.readAllBytes(runs().resolve("rates.svg"));
        int markers = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg))
                .getElementsByTagName("title")
                .getLength();
        assertThat(markers).as("a marker a point, coded and estimated").isEqualTo(8);
        assertThat(Files.readString(runs().resolve("seed=0,lambda=100/sessions/1.json")))
                .contains("-XX:ActiveProcessorCount=");
        // A page that was written while the other rate was still learnt does not show it.
        assertThat(Cli.run("report", runs().resolve("seed=0,lambda=100")).status())
                .isZero();
        assertThat(report("seed=0,lambda=100"))
                .as("other rates are shown beside a point's own")
                .contains("at lambda 1.00e+04");

        Cli again = Cli.run("sweep", config, "--jobs", "2");

        assertThat(again.status()).isZero();
        assertThat(again.err()).contains("4 finished before, 0 to do");
        assertThat(runs().resolve("seed=0,lambda=100/sessions/2.json")).doesNotExist();
    }

    @Test
    void aPointThatWasKilledIsResumedToWhatItWouldHaveBeen() throws IOException {
        Path config = sweep("list = [{ name = long, training { length = 150 steps, checkpoint-every = 5 steps } },"
                + " { name = short, experiment.seed = 1 }]");
        Path straight = straight(config, "long");
        Path killed = runs().resolve("long");
        try (ChildCli sweep = ChildCli.start(folder, "sweep", config)) {
            awaitStep(sweep, killed, 7);
            onlyChild(sweep).destroyForcibly();

            assertThat(sweep.status()).as(sweep.told()).isEqualTo(1);
            assertThat(sweep.told())
                    .contains("short: finished")
                    .containsPattern("long: stopped at step [0-9]+ of 150")
                    .contains("1 point is not finished; the same command goes on:");
        }
        assertThat(runs().resolve("table.md"))
                .content()
                .contains("| short |")
                .containsPattern("\\| long \\|.*stopped at");

        Cli again = ChildCli.run(folder, "sweep", config);

        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.err()).contains("1 finished before, 1 to do", "long: finished");
        assertThat(killed.resolve("metrics.csv")).hasSameBinaryContentAs(straight.resolve("metrics.csv"));
        assertThat(killed.resolve("validation.csv")).hasSameBinaryContentAs(straight.resolve("validation.csv"));
        assertThat(killed.resolve("sessions/2.json")).exists();
    }

    @Test
    void aPointThatFailsIsListedWithItsReasonAndTriedAgainOnRequest() throws IOException {
        Path config = sweep(
                "list = [{ name = good, experiment.seed = 1 }, { name = wild, training.explosion-factor = 1.0000001,"
                        + " training.optimizer.learning-rate = 900, training.length = 60 steps }, { name = nodata, data.sets = [gone.conf] }]");
        Files.writeString(folder.resolve("gone.conf"), "name = gone, kind = folder, folders = [gone]");

        Cli first = ChildCli.run(folder, "sweep", config);

        assertThat(first.status()).isEqualTo(1);
        assertThat(first.err())
                .contains("2 points have failed; --retry-failed tries again:")
                .containsPattern("\n  wild: step [0-9]+: the loss")
                .containsPattern("\n  nodata: .*gone");
        assertThat(runs().resolve("nodata/failure.txt")).exists();
        assertThat(runs().resolve("good/summary.json")).exists();
        assertThat(runs().resolve("results.json")).content().contains("\"failure\": \"step ");

        Cli second = Cli.run("sweep", config);

        assertThat(second.status()).isEqualTo(1);
        assertThat(second.err()).contains("1 finished before, 0 to do", "2 points have failed");

        Files.writeString(folder.resolve("gone.conf"), Files.readString(folder.resolve("scenes.conf")));
        Cli third = ChildCli.run(folder, "sweep", config, "--retry-failed");

        assertThat(third.status()).isEqualTo(1);
        assertThat(third.err()).contains("2 to do", "nodata: finished", "1 point has failed");
        assertThat(runs().resolve("nodata/failure.txt")).doesNotExist();
    }

    @Test
    void pointsTogetherAreTheRunsThatTheyWouldBeAloneEvenAfterAKill() throws IOException {
        Path config = sweep("grid { objective.lambda = [1e2, 1e3, 1e4], experiment.seed = [0] }");
        String length = "training.length=150steps";
        String states = "training.checkpoint-every=5steps";
        Path first = runs().resolve("seed=0,lambda=100");
        try (ChildCli sweep = ChildCli.start(folder, "sweep", config, "--together", "2", length, states)) {
            awaitStep(sweep, first, 7);
            onlyChild(sweep).destroyForcibly();

            assertThat(sweep.status()).as(sweep.told()).isEqualTo(1);
            assertThat(sweep.told())
                    .contains("3 to do, 1 at once (processes of 2 + 1 points)", "seed=0,lambda=1e4: finished")
                    .containsPattern("seed=0,lambda=1000: stopped at step [0-9]+ of 150");
        }

        Cli again = ChildCli.run(folder, "sweep", config, "--together", "2", length, states);

        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.err()).contains("1 finished before, 2 to do");
        for (String point : List.of("seed=0,lambda=100", "seed=0,lambda=1000")) {
            Cli alone = Cli.run("train", config, "--point", point, "experiment.name=straight", length, states);
            Path straight = Path.of(alone.out().strip());
            for (String file : List.of("metrics.csv", "validation.csv")) {
                assertThat(runs().resolve(point).resolve(file)).hasSameBinaryContentAs(straight.resolve(file));
            }
        }
        assertThat(Cli.run("sweep", config, "--together", "0").complaint()).contains("--together is 0, where 1 to 64");
    }

    @Test
    void ctrlCStopsAndSavesTheRunningPointsAndBeginsNoOthers() throws IOException {
        ChildCli.assumeSignalsArrive();
        stopsAndSaves("INT", 130);
    }

    @Test
    void sigtermStopsAndSavesTheRunningPointsAndBeginsNoOthers() throws IOException {
        stopsAndSaves("TERM", 143);
    }

    private void stopsAndSaves(String signal, int status) throws IOException {
        Path config = sweep("grid.experiment.seed = [0, 1]");
        try (ChildCli sweep = ChildCli.start(folder, "sweep", config, "training.length=100000steps")) {
            awaitStep(sweep, runs().resolve("seed=0"), 3);
            sweep.signal(signal);

            assertThat(sweep.status()).as(sweep.told()).isEqualTo(status);
            assertThat(sweep.told())
                    .contains("Stopping; Ctrl-C again", "Asked 1 runs to save and stop", "seed=1: not begun")
                    .containsPattern("seed=0: stopped at step [0-9]+ of 100000")
                    .doesNotContain("2/2 points", "100 %");
        }
        Path run = runs().resolve("seed=0");
        long saved =
                Long.parseLong(Files.readString(run.resolve("checkpoints/last")).replaceAll("[^0-9]", ""));
        assertThat(Files.readAllLines(run.resolve("metrics.csv")))
                .as("saved where it stopped")
                .hasSize((int) saved + 1);
        assertThat(runs().resolve("seed=1")).doesNotExist();
    }

    @Test
    void aSweepThatIsKilledLeavesNoChildBehind() throws IOException {
        Path config = sweep("grid.experiment.seed = [0]");
        ProcessHandle child;
        try (ChildCli sweep = ChildCli.start(folder, "sweep", config, "training.length=100000steps")) {
            awaitStep(sweep, runs().resolve("seed=0"), 1);
            child = onlyChild(sweep);
            sweep.kill();
        }
        for (long i = 0; i < 100 * ChildCli.PATIENCE_SECONDS && child.isAlive(); i++) {
            ChildCli.sleep(10);
        }

        assertThat(child.isAlive()).isFalse();
        assertThat(runs().resolve("seed=0/log.txt")).exists();
    }

    @Test
    void settingsThatChangedSinceAPointWasBegunAreRefused() throws IOException {
        Path config = sweep("grid.experiment.seed = [0]");
        assertThat(ChildCli.run(folder, "sweep", config).status()).isZero();

        Cli changed = Cli.run("sweep", config, "data.batch-size=4");

        assertThat(changed.status()).isEqualTo(2);
        assertThat(changed.complaint())
                .contains("was begun with other settings")
                .contains("seed=0: data.batch-size was 8 and is 4");
    }

    @Test
    void trainingASweepAsOneRunIsRefusedAndTellsWhatToRun() throws IOException {
        Path config = sweep("grid.experiment.seed = [0, 1]");

        assertThat(Cli.run("train", config).complaint())
                .isEqualTo("nec4j: " + config
                        + ": states a sweep of 2 points: seed=0; seed=1; run them all with nec4j sweep " + config
                        + ", or one with --point NAME.");
        assertThat(Cli.run("train", config, "--point", "sed=1").complaint()).contains("did you mean seed=1?");
        Cli one = Cli.run("train", config, "--point", "seed=1");
        assertThat(one.status()).as(one.err()).isZero();
        assertThat(one.out().strip()).isEqualTo(runs().resolve("seed=1").toString());
        assertThat(Cli.run("train", config, "--point", "seed=1").complaint()).contains("holds a run already");
        assertThat(Cli.run("train", TinyRun.in(folder).config(), "--point", "a").complaint())
                .contains("states no sweep that --point");
        assertThat(Cli.run("sweep", folder.resolve("tiny.conf")).complaint())
                .contains("states no sweep; give it a block");
        assertThat(Cli.run("sweep", config, "--jobs", "0").complaint()).contains("--jobs is 0, where 1 to 256");
    }

    @Test
    void validateChecksEveryPoint() throws IOException {
        Path sound = sweep("grid.experiment.seed = [0, 1]");

        assertThat(Cli.run("validate", sound).out().strip())
                .isEqualTo(sound + ": a sound sweep of 2 points: seed=0; seed=1.");
        Path wrong = sweep("list = [{ training.trainable-share = [0.9, 1] }, { model.heads = 3 }]");
        Cli refused = Cli.run("validate", wrong);
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("model.heads 3 do not divide dim 16");
    }

    /** The tiny experiment with a sweep. */
    private Path sweep(String block) throws IOException {
        TinyRun.in(folder);
        return Files.writeString(
                folder.resolve("sweep.conf"),
                "include \"tiny.conf\"\nexperiment.name = many\nsweep { " + block + " }\n",
                StandardCharsets.UTF_8);
    }

    private Path runs() {
        return folder.resolve("runs/many");
    }

    private String report(String point) throws IOException {
        return Files.readString(runs().resolve(point).resolve("report.html"));
    }

    /** A point as one run without interruption, elsewhere. */
    private Path straight(Path config, String point) {
        Cli run = Cli.run("train", config, "--point", point, "experiment.name=straight");
        assertThat(run.status()).as(run.err()).isZero();
        return Path.of(run.out().strip());
    }

    private static void awaitStep(ChildCli sweep, Path run, int step) throws IOException {
        Path metrics = run.resolve("metrics.csv");
        for (long i = 0; i < 100 * ChildCli.PATIENCE_SECONDS; i++) {
            if (Files.exists(metrics) && Files.readAllLines(metrics).size() > step) {
                return;
            }
            assertThat(sweep.process().isAlive()).as(sweep.told()).isTrue();
            ChildCli.sleep(10);
        }
        throw new AssertionError("no step " + step + " in " + run + ": " + sweep.told());
    }

    private static ProcessHandle onlyChild(ChildCli sweep) {
        return sweep.process().children().findFirst().orElseThrow();
    }
}
