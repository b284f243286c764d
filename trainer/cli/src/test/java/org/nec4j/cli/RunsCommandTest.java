package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.json.JsonObject;

class RunsCommandTest {
    @TempDir
    private Path folder;

    @Test
    void aListTellsHowEveryRunStandsAndWhatItMeasured() throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        Path longer = tiny.train("experiment.name=long", "training.length=5steps");
        tiny.train("experiment.name=short");
        // What a kill leaves: a state, and no summary.
        Path killed = tiny.train("experiment.name=killed");
        Files.delete(killed.resolve("summary.json"));
        Cli exploded = Cli.run(
                "train",
                tiny.config(),
                "experiment.name=wild",
                "training.explosion-factor=1.0000001",
                "training.optimizer.learning-rate=900",
                "training.length=60steps");
        assertThat(exploded.status()).isEqualTo(2);

        Cli list = Cli.run("runs", folder.resolve("runs"));

        assertThat(list.status()).as(list.err()).isZero();
        List<String> lines = list.out().lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0))
                .containsPattern(
                        "run +began +state +loss +distortion .*coded bytes an image +training bits an image +seconds");
        assertThat(lines.get(1)).containsPattern("^killed-[0-9-]+ +20.* +stopped at step 3 of 3 ");
        assertThat(lines.get(2)).startsWith(longer.getFileName().toString()).contains("  finished  ");
        assertThat(lines.get(4)).startsWith("wild-").containsPattern("failed( at step [0-9]+ of 60|, nothing saved)");

        List<String> csv = Cli.run("runs", folder.resolve("runs"), "--csv", "--sort", "seconds")
                .out()
                .lines()
                .toList();
        assertThat(csv.stream().skip(1).map(line -> line.split(",", -1)[9]).filter(seconds -> !seconds.isEmpty()))
                .as("unfinished runs too tell how long they worked")
                .hasSizeGreaterThanOrEqualTo(3)
                .isSortedAccordingTo(Comparator.comparingDouble(Double::parseDouble));
        assertThat(cell(csv, "killed-", "bits an image"))
                .as("what only a finished run measures")
                .isEmpty();
        assertThat(cell(csv, "killed-", "training bits an image")).isNotEmpty();
        assertThat(cell(csv, "short-", "bits an image")).isNotEmpty();
    }

    private static String cell(List<String> csv, String run, String column) {
        int at = List.of(csv.get(0).split(",", -1)).indexOf(column);
        return csv.stream()
                .filter(line -> line.startsWith(run))
                .map(line -> line.split(",", -1)[at])
                .findFirst()
                .orElseThrow();
    }

    @Test
    void timeIsThatOfAllSessions() throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        Path run = tiny.train();
        double first = number(run, "wall_seconds");
        assertThat(Cli.run("train", "--resume", run, "training.length=6steps", "--allow", "training.length")
                        .status())
                .isZero();

        JsonObject session = json(run.resolve("sessions/2.json"));
        assertThat(json(run.resolve("sessions/1.json")).number("last_step")).isEqualTo(3);
        assertThat(session.number("first_step")).isEqualTo(3);
        assertThat(session.number("last_step")).isEqualTo(6);
        double seconds = json(run.resolve("sessions/1.json")).number("seconds") + session.number("seconds");
        assertThat(number(run, "wall_seconds"))
                .isGreaterThanOrEqualTo(seconds)
                .isGreaterThan(session.number("seconds"));
        assertThat(number(run, "images_per_second"))
                .isCloseTo(6 * 8 / number(run, "wall_seconds"), Percentage.withPercentage(0.01));
        assertThat(first).isPositive();
    }

    private static double number(Path run, String key) throws IOException {
        return json(run.resolve("summary.json")).number(key);
    }

    private static JsonObject json(Path file) throws IOException {
        return JsonObject.parse(Files.readString(file), file.toString());
    }

    @Test
    void aFinishedRunThatIsMadeLongerIsNotFinishedUntilItIs() throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        Path run = tiny.train();
        String[] more = {"training.length=5steps", "--allow", "training.length"};
        String summary = Files.readString(run.resolve("summary.json"));
        assertThat(Cli.run("train", "--resume", run, more[0], more[1], more[2]).status())
                .isZero();
        Files.writeString(run.resolve("summary.json"), summary);

        assertThat(Cli.run("runs", run).out()).contains("stopped at step 5 of 5");
    }

    @Test
    void runsAreComparedByTheSettingsThatDifferAndByWhatTheyMeasured() throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        Path one = tiny.train("experiment.name=one", "objective.lambda=10");
        Path other = tiny.train("experiment.name=other", "training.clip-norm=1");

        Cli compared = Cli.run("runs", one, other);

        assertThat(compared.status()).as(compared.err()).isZero();
        assertThat(compared.out().lines().map(line -> line.replaceAll(" +", " ").strip()))
                .startsWith(
                        one.getFileName() + " " + other.getFileName(),
                        "state finished finished",
                        "experiment.name \"one\" \"other\"",
                        "objective.lambda 10.0 1000.0",
                        "training.clip-norm null 1.0")
                .anyMatch(line -> line.matches("coded bytes an image [0-9.]+ [0-9.]+"))
                .noneMatch(line -> line.startsWith("data.batch-size"));
    }

    @Test
    void whatIsNoRunIsOneSentence() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path run = TinyRun.in(folder).train();

        assertThat(Cli.run("runs", empty).complaint())
                .contains("empty: holds no runs; ")
                .hasLineCount(1);
        assertThat(Cli.run("runs", folder.resolve("none")).complaint()).contains("none: is no folder; ");
        assertThat(Cli.run("runs", run, empty).complaint())
                .contains("empty: is no run folder")
                .hasLineCount(1);
        Cli unsorted = Cli.run("runs", empty, "--sort", "colour");
        assertThat(unsorted.status()).isEqualTo(2);
        assertThat(unsorted.err()).contains("--sort").contains("colour");
        Files.writeString(run.resolve("summary.json"), "{");
        assertThat(Cli.run("runs", folder.resolve("runs")).complaint())
                .contains("summary.json: cannot be read as JSON")
                .hasLineCount(1);
    }
}
