package org.nec4j.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.config.Configs;
import org.nec4j.config.Loaded;
import org.nec4j.config.ReidExperiment;
import org.nec4j.progress.Console;
import org.nec4j.reid.ReidGround;
import org.nec4j.reid.ReidTraining;

/** A study of two codes, two seeds each, on drawn scenes, whole and stopped. */
class ReidStudyTest {
    private static final String WIDTH = "code.width=16";

    @TempDir
    private Path folder;

    @Test
    void aStoppedStudyGoesOnToTheSameTable() throws IOException {
        Path study = study();
        StudyFiles whole = new StudyFiles(folder, "whole");
        assertThat(ReidStudy.reproduce(study, whole.output(), whole.work(), Console.silent()))
                .startsWith("64x at a small loss")
                .contains("2 codes in ");
        assertThat(whole.output().resolve("table.md"))
                .content()
                .contains("Measured 2 of 2 codes.", "| line | short | 1 (6) | 64x |");

        // Stopped within the second run, the first being done: it is the second seed of the first code.
        StudyFiles stopped = new StudyFiles(folder, "stopped");
        train("0", stopped, 0);
        train("1", stopped, 2);
        ReidStudy.reproduce(study, stopped.output(), stopped.work(), Console.silent());
        stopped.requireSameAs(whole);

        // Killed between runs: what is lost is trained again, and nothing else.
        stopped.lose("short_0");
        ReidStudy.reproduce(study, stopped.output(), stopped.work(), Console.silent());
        stopped.requireSameAs(whole);
        assertThat(stopped.old()).containsExactly("short_1", "whole_0", "whole_1");
    }

    private void train(String seed, StudyFiles files, int stopAfter) throws IOException {
        AtomicInteger steps = new AtomicInteger();
        Loaded<ReidExperiment> config =
                Configs.reid(folder.resolve("reid.conf"), List.of(WIDTH, "experiment.seed=" + seed));
        assertThat(ReidTraining.train(
                                config,
                                files.run("whole_" + seed),
                                ReidGround.of(config.settings(), Console.silent()),
                                Console.silent(),
                                () -> steps.incrementAndGet() == stopAfter)
                        .finished()
                        .isPresent())
                .isEqualTo(stopAfter == 0);
    }

    private Path study() throws IOException {
        write("scenes.conf", "name = scenes, kind = synthetic, synthetic { images = 60, side = 32 }");
        write("encoder.conf", """
                experiment.name = encoder, data.sets = [scenes.conf]
                model { preset = custom, checkpoint = null, image-size = 16, patch-size = 8
                  dim = 16, depth = 2, heads = 2, decoder-dim = 16, decoder-depth = 1, decoder-heads = 2 }
                training { length = 1 steps, parameters = [{ pattern = "*", train = true }] }
                """);
        write("reid.conf", """
                experiment.name = tiny
                objective.kind = reid
                encoder.experiment = encoder.conf
                data { train = [{ set = scenes.conf, splits = [train] }], test = [{ set = scenes.conf, splits = [val, test] }], views = 3 }
                code { width = 4, bits = 2 }
                training { steps = 3, quantized-steps = 2, identities = 6, checkpoint-every = 100, log-every = 1 }
                """);
        return write("study.conf", """
                title = tiny, base = reid.conf, seeds = [0, 1]
                reference = whole, ratio = 64, small-loss = 0.02
                codes = [{ line = line, points = [
                  { name = whole, settings = ["%s"] }
                  { name = short, settings = [] }
                ] }]
                """.formatted(WIDTH));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
