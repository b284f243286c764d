package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Kills real processes of the real command line at random moments; what is pieced together must equal, bit for bit, what was not. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals and limits are set by a POSIX shell")
class TrainCommandKilledTest {
    private static final String SAVE_EVERY_STEP = "training.checkpoint-every=1step";

    @TempDir
    private Path folder;

    @Test
    void aRunThatWasKilledTwiceEndsAsOneThatWasNot() throws IOException {
        killedEndsAsNotKilled(2, 40, "training.validation.keep-best=3");
    }

    @Test
    @EnabledIfSystemProperty(named = "nec4j.slow", matches = "true")
    void aRunThatWasKilledTwentyTimesEndsAsOneThatWasNot() throws IOException {
        killedEndsAsNotKilled(20, 400, "training.accumulate=2");
    }

    @Test
    void aDistillationThatWasKilledWhileItCachedAndWhileItTrainedEndsAsOneThatWasNot() throws IOException {
        long seed = System.nanoTime();
        Path config = TinyRun.in(folder).distillation();
        Path teachers = folder.resolve("runs/teachers");
        Object[] words = words(null, config, "training.length=20steps", "training.validation.keep-best=2");
        Path straight;
        long training;
        try (ChildCli child = ChildCli.start(folder, words)) {
            assertThat(child.awaitTraining()).as(child.told()).isTrue();
            long begin = System.nanoTime();
            assertThat(child.status()).as(child.told()).isZero();
            training = (System.nanoTime() - begin) / 1_000_000;
            straight = onlyRun(List.of());
        }
        List<String> caches = names(teachers);
        assertThat(caches).hasSize(1);
        byte[] cache = Files.readAllBytes(teachers.resolve(caches.get(0)));
        Files.delete(teachers.resolve(caches.get(0)));

        try (ChildCli child = ChildCli.start(folder, words)) {
            while (child.process().isAlive() && names(teachers).isEmpty()) {
                ChildCli.sleep(1);
            }
            child.kill();
        }
        assertThat(names(teachers)).hasSize(1).allMatch(name -> name.endsWith(".part"));
        assertThat(onlyRun(List.of(straight))).as("a run's folder").isNull();
        Files.setLastModifiedTime(teachers.resolve(names(teachers).get(0)), FileTime.fromMillis(0));

        Path pieced;
        try (ChildCli child = ChildCli.start(folder, words)) {
            assertThat(child.awaitTraining()).as(child.told()).isTrue();
            ChildCli.sleep(new Random(seed).nextLong(Math.max(2, training / 2)));
            assertThat(child.process().isAlive())
                    .as("seed %d: %s", seed, child.told())
                    .isTrue();
            child.kill();
            pieced = onlyRun(List.of(straight));
        }
        assertThat(names(teachers)).as("without what was not finished").isEqualTo(caches);
        assertThat(teachers.resolve(caches.get(0))).hasBinaryContent(cache);
        try (ChildCli child = ChildCli.start(folder, "train", "--resume", pieced)) {
            assertThat(child.status()).as(child.told()).isZero();
        }
        assertEqualRuns("seed " + seed, straight, pieced, 20);
    }

    private void killedEndsAsNotKilled(int kills, int steps, String setting) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path config = TinyRun.in(folder).config();
        String length = "training.length=" + steps + "steps";
        Path straight;
        long training;
        try (ChildCli child = ChildCli.start(folder, "train", config, length, SAVE_EVERY_STEP, setting)) {
            assertThat(child.awaitTraining()).as(child.told()).isTrue();
            long begin = System.nanoTime();
            assertThat(child.status()).as(child.told()).isZero();
            training = (System.nanoTime() - begin) / 1_000_000;
            straight = onlyRun(List.of());
        }
        Path pieced = null;
        int killed = 0;
        while (killed < kills) {
            try (ChildCli child = ChildCli.start(folder, words(pieced, config, length, setting))) {
                if (random.nextInt(4) == 0) {
                    ChildCli.sleep(random.nextInt(3000));
                } else if (child.awaitTraining()) {
                    // One run is as long as its pieces together, with room for all kills.
                    ChildCli.sleep(random.nextLong(Math.max(2, training / kills)));
                }
                assertThat(child.process().isAlive())
                        .as("seed %d: ended before it was killed: %s", seed, child.told())
                        .isTrue();
                child.kill();
                killed++;
                pieced = onlyRun(List.of(straight));
            }
        }
        try (ChildCli child = ChildCli.start(folder, words(pieced, config, length, setting))) {
            assertThat(child.status()).as(child.told()).isZero();
            pieced = onlyRun(List.of(straight));
        }
        assertEqualRuns("seed " + seed, straight, pieced, steps);
    }

    /** A run that was killed before it had a folder begins anew. */
    private static Object[] words(Path pieced, Path config, String length, String setting) {
        return pieced == null
                ? new Object[] {"train", config, length, SAVE_EVERY_STEP, setting}
                : new Object[] {"train", "--resume", pieced};
    }

    /** The one run folder that is whole and not among these; none yet is null. */
    private Path onlyRun(List<Path> others) throws IOException {
        Path runs = folder.resolve("runs");
        if (!Files.isDirectory(runs)) {
            return null;
        }
        try (Stream<Path> all = Files.list(runs)) {
            return all.filter(run -> !others.contains(run) && Files.exists(run.resolve("config.conf")))
                    .findFirst()
                    .orElse(null);
        }
    }

    private static void assertEqualRuns(String seed, Path straight, Path pieced, int steps) throws IOException {
        String last = Files.readString(straight.resolve("checkpoints/last"));
        assertThat(last).contains(String.format("%09d", steps));
        List<String> states = names(straight.resolve("checkpoints"));
        assertThat(names(pieced.resolve("checkpoints"))).as(seed).isEqualTo(states);
        for (String state : states) {
            assertThat(pieced.resolve("checkpoints").resolve(state))
                    .as("%s: %s, parameters, moments and memory", seed, state)
                    .hasSameBinaryContentAs(straight.resolve("checkpoints").resolve(state));
        }
        for (String metrics : List.of("metrics.csv", "validation.csv")) {
            assertThat(pieced.resolve(metrics))
                    .as("%s: %s", seed, metrics)
                    .hasSameBinaryContentAs(straight.resolve(metrics));
        }
        assertThat(Files.readAllLines(pieced.resolve("metrics.csv"))).hasSize(1 + steps);
        assertThat(events(pieced)).as(seed).isEqualTo(events(straight));
        JsonObject one = summary(straight);
        JsonObject other = summary(pieced);
        for (String timed : List.of("wall_seconds", "images_per_second", "peak_rss_bytes")) {
            one.remove(timed);
            other.remove(timed);
        }
        assertThat(other).as(seed).isEqualTo(one);
    }

    /** TensorBoard's events without the time at their beginning, a field key and eight bytes. */
    private static List<String> events(Path run) throws IOException {
        List<String> events = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(run.resolve("events.out.tfevents.nec4j")))
                .order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            byte[] event = new byte[(int) in.getLong()];
            in.getInt();
            in.get(event);
            in.getInt();
            events.add(HexFormat.of().formatHex(event, 9, event.length));
        }
        return events;
    }

    private static JsonObject summary(Path run) throws IOException {
        return JsonParser.parseString(Files.readString(run.resolve("summary.json")))
                .getAsJsonObject();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }
}
