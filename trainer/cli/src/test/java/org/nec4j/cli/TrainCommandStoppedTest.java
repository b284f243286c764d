package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.codec.tensor.SafeTensorsWriter;

/** Runs that end before their time for reasons other than a kill, and what can be done with them. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals and limits are set by a POSIX shell")
class TrainCommandStoppedTest {
    /** The event file is to stay smaller than a state. */
    private static final String NO_PICTURES = "training.validation.pictures=0";

    @TempDir
    private Path folder;

    @Test
    void ctrlCSavesAndExitsWith130() throws IOException {
        Path run = interrupted();

        List<String> metrics = Files.readAllLines(run.resolve("metrics.csv"));
        String last = Files.readString(run.resolve("checkpoints/last"));
        assertThat(last).isEqualTo(state(metrics.size() - 1));
    }

    @Test
    void sigtermSavesAndExitsWith143() throws IOException {
        Path run = stoppedBy("TERM", 143);

        List<String> metrics = Files.readAllLines(run.resolve("metrics.csv"));
        assertThat(Files.readString(run.resolve("checkpoints/last"))).isEqualTo(state(metrics.size() - 1));
    }

    @Test
    void aFlippedBitInASavedStateIsNoticed() throws IOException {
        Path run = TinyRun.in(folder).train();
        Path state = run.resolve("checkpoints").resolve(state(3));
        byte[] good = Files.readAllBytes(state);
        for (int at : new int[] {good.length - 1, good.length / 2, good.length / 3}) {
            byte[] bad = good.clone();
            bad[at] ^= 16;
            Files.write(state, bad);

            Cli refused = Cli.run("train", "--resume", run, "training.length=5steps", "--allow", "training.length");

            assertThat(refused.status()).isEqualTo(2);
            assertThat(refused.complaint()).contains(state + ": is damaged").hasLineCount(1);
        }
        Files.write(state, good);
        Path start = run.resolve("start.safetensors");
        byte[] begun = Files.readAllBytes(start);
        begun[begun.length - 1] ^= 16;
        Files.write(start, begun);
        assertThat(Cli.run("export", run, "-o", folder.resolve("codec.nec")).complaint())
                .contains(start + ": is damaged");
        assertThat(folder.resolve("codec.nec")).doesNotExist();
    }

    @Test
    void aStateOfAVersionWithoutADigestStillOpens() throws IOException {
        Path run = TinyRun.in(folder).train();
        for (Path file : List.of(
                run.resolve("start.safetensors"), run.resolve("checkpoints").resolve(state(3)))) {
            withoutDigest(file);
        }

        Cli resumed = Cli.run("train", "--resume", run, "training.length=5steps", "--allow", "training.length");

        assertThat(resumed.status()).as(resumed.err()).isZero();
    }

    /** As versions before the digest wrote it. */
    private static void withoutDigest(Path path) {
        SafeTensorsWriter old = new SafeTensorsWriter();
        try (SafeTensors file = SafeTensors.open(path)) {
            file.metadata().forEach((key, value) -> {
                if (!key.equals("content_digest")) {
                    old.metadata(key, value);
                }
            });
            assertThat(file.metadata()).containsKey("content_digest");
            file.names().forEach(name -> old.bytes(name, file.dtype(name), file.shape(name), file.bytes(name)));
        }
        old.write(path);
    }

    @Test
    void aSecondCtrlCExitsAtOnceAndLeavesTheStateBefore() throws IOException {
        ChildCli.assumeSignalsArrive();
        Path config = TinyRun.in(folder).config();
        // A step that takes minutes.
        try (ChildCli child = ChildCli.start(folder, "train", config, "training.accumulate=60000")) {
            assertThat(child.awaitTraining()).as(child.told()).isTrue();
            ChildCli.sleep(300);
            child.signal("INT");
            for (long i = 0;
                    i < 100 * ChildCli.PATIENCE_SECONDS && !child.told().contains("Stopping after this step");
                    i++) {
                ChildCli.sleep(10);
            }
            child.signal("INT");

            assertThat(child.status()).as(child.told()).isEqualTo(130);
            assertThat(child.told()).doesNotContain("Stopped and saved");
        }
        assertThat(run().resolve("checkpoints/last")).doesNotExist();
    }

    @Test
    void aDiskThatFillsUpLeavesTheLastStateAndSaysSo() throws IOException {
        Path run = interrupted();
        Path state = run.resolve("checkpoints").resolve(Files.readString(run.resolve("checkpoints/last")));
        byte[] before = Files.readAllBytes(state);
        long step = Long.parseLong(state.getFileName().toString().replaceAll("[^0-9]", ""));
        // No file beyond 20 blocks of 512 bytes or of 1 KiB: every other one that is written is smaller than a state.
        try (ChildCli child = ChildCli.limited(folder, "ulimit -f 20", "train", "--resume", run)) {
            assertThat(child.status()).as(child.told()).isEqualTo(2);
            assertThat(child.told().lines().filter(line -> line.startsWith("nec4j: ")))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains(state(step + 1) + ": cannot be written", "the state after " + step + " steps is whole");
        }
        assertThat(state).hasBinaryContent(before);
        assertThat(run.resolve("checkpoints/last")).hasContent(state(step));
        try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
            assertThat(files).as("no half-written file").noneMatch(f -> f.toString()
                    .endsWith(".tmp"));
        }

        Cli resumed = Cli.run(
                "train", "--resume", run, "training.length=" + (step + 2) + "steps", "--allow", "training.length");

        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(Files.readAllLines(run.resolve("metrics.csv"))).hasSize((int) step + 3);
    }

    @Test
    void aFolderThatMayNotBeWrittenKeepsTheLastStateAndSaysSo() throws IOException, InterruptedException {
        Path run = TinyRun.in(folder).train();
        Path state = run.resolve("checkpoints").resolve(state(3));
        byte[] before = Files.readAllBytes(state);
        assumeTrue(
                new ProcessBuilder("unshare", "-rm", "true").start().waitFor() == 0,
                "this system lets nobody mount a folder anew, which is what stops even root from writing");
        String readOnly = "exec unshare -rm sh -c 'mount --bind " + run + " " + run + " && mount -o remount,bind,ro "
                + run + " && exec \"$@\"' sh \"$@\"";

        try (ChildCli child = ChildCli.limited(
                folder, readOnly, "train", "--resume", run, "training.length=5steps", "--allow", "training.length")) {
            assertThat(child.status()).as(child.told()).isEqualTo(2);
            assertThat(child.told().lines().filter(line -> line.startsWith("nec4j: ")))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains(
                            run + "/",
                            ": cannot be written",
                            "the state after 3 steps is whole, go on from it with --resume");
        }
        assertThat(state).hasBinaryContent(before);
        Cli resumed = Cli.run("train", "--resume", run, "training.length=5steps", "--allow", "training.length");
        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(Files.readAllLines(run.resolve("metrics.csv"))).hasSize(6);
    }

    @Test
    void settingsThatChangedAreListedAndRefusedUnlessNamed() throws IOException {
        Path run = TinyRun.in(folder).train();
        String[] changes = {"training.length=5steps", "training.optimizer.learning-rate=1e-3"};

        Cli refused = Cli.run("train", "--resume", run, changes[0], changes[1], "--allow", "training.length");

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.complaint())
                .contains("a setting has changed since step 3")
                .contains("training.optimizer.learning-rate was 6.0E-4 and is 0.001")
                .doesNotContain("training.length was");
        Cli allowed = Cli.run("train", "--resume", run, changes[0], changes[1], "--allow", "training");
        assertThat(allowed.status()).as(allowed.err()).isZero();
        assertThat(allowed.err()).contains("Changed: training.length was \"3 steps\" and is \"5 steps\"");
        assertThat(Files.readAllLines(run.resolve("metrics.csv"))).hasSize(6);
        assertThat(run.resolve("config.conf")).content().contains("training.length = \"5 steps\"");

        Path config = run.resolve("config.conf");
        Files.writeString(config, Files.readString(config).replace("data.batch-size = 8", "data.batch-size = 4"));
        assertThat(Cli.run("train", "--resume", run).complaint()).contains("data.batch-size was 8 and is 4");
    }

    @Test
    void aDataSetThatChangedIsNoticed() throws IOException {
        Path run = TinyRun.in(folder).train();
        Path scenes = folder.resolve("scenes.conf");
        Files.writeString(scenes, Files.readString(scenes) + "\nsplit.seed = 7");

        Cli refused = Cli.run("train", "--resume", run);

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.complaint()).contains("dataset.scenes.names-and-splits was ");
    }

    /** A run that was stopped by Ctrl-C in the midst of its work. */
    private Path interrupted() throws IOException {
        ChildCli.assumeSignalsArrive();
        return stoppedBy("INT", 130);
    }

    private Path stoppedBy(String signal, int status) throws IOException {
        Path config = TinyRun.in(folder).config();
        try (ChildCli child = ChildCli.start(folder, "train", config, "training.length=100000steps", NO_PICTURES)) {
            assertThat(child.awaitTraining()).as(child.told()).isTrue();
            ChildCli.sleep(300);
            child.signal(signal);

            assertThat(child.status()).as(child.told()).isEqualTo(status);
            assertThat(child.told()).contains("Stopping after this step", "Stopped and saved; go on with nec4j train");
        }
        return run();
    }

    private static String state(long step) {
        return String.format("step-%09d.safetensors", step);
    }

    private Path run() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("runs"))) {
            return all.findFirst().orElseThrow();
        }
    }
}
