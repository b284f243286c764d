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
import org.nec4j.config.SensingExperiment;
import org.nec4j.onboard.OnboardTraining;
import org.nec4j.onboard.Scenes;
import org.nec4j.progress.Console;

/** A study of four runs on drawn scenes, whole and stopped. */
class SensingStudyTest {
    private static final String LAMBDA = "objective.lambda=0";

    @TempDir
    private Path folder;

    @Test
    void aStoppedStudyGoesOnToTheSameTable() throws IOException {
        Path study = study();
        StudyFiles whole = new StudyFiles(folder, "whole");
        List<String> lines = SensingStudy.reproduce(study, whole.output(), whole.work(), Console.silent());
        assertThat(lines).last().asString().startsWith("4 runs in ");
        assertThat(whole.output().resolve("table.md"))
                .content()
                .contains("Measured 4 of 4 runs.", "cosines : lambda 0");

        // Stopped within the first run, before any table was written.
        StudyFiles stopped = new StudyFiles(folder, "stopped");
        AtomicInteger steps = new AtomicInteger();
        Loaded<SensingExperiment> first =
                Configs.sensing(folder.resolve("sensing.conf"), List.of(LAMBDA, "experiment.seed=0"));
        Scenes scenes =
                Scenes.of(first.settings().data().set(), first.settings().data().side());
        assertThat(OnboardTraining.train(
                                first,
                                stopped.run("noise_lambda-0_0"),
                                scenes,
                                Console.silent(),
                                () -> steps.incrementAndGet() == 4)
                        .finished())
                .isEmpty();
        assertThat(SensingStudy.reproduce(study, stopped.output(), stopped.work(), Console.silent()))
                .hasSameSizeAs(lines);
        stopped.requireSameAs(whole);

        // Killed between runs: what is lost is trained again, and nothing else.
        stopped.lose("noise_cosines_1");
        SensingStudy.reproduce(study, stopped.output(), stopped.work(), Console.silent());
        stopped.requireSameAs(whole);
        assertThat(stopped.old()).containsExactly("noise_cosines_0", "noise_lambda-0_0", "noise_lambda-0_1");
    }

    private Path study() throws IOException {
        write("scenes.conf", "name = scenes, kind = synthetic, synthetic { images = 60, side = 32 }");
        write("sensing.conf", """
                experiment.name = tiny
                objective.kind = compressed-learning
                data { set = scenes.conf, side = 16 }
                sensing { ratio = 0.25, iterations = 2, controller = 4 }
                training { clean-steps = 2, steps = 4, batch-size = 8, width = 4, checkpoint-every = 100, log-every = 1 }
                """);
        return write("study.conf", """
                title = tiny, base = sensing.conf, seeds = [0, 1]
                conditions = [{ name = noise, settings = [] }]
                entrants = [
                  { name = "lambda 0", settings = ["%s"] }
                  { name = cosines, settings = ["sensing.scheme=dct"] }
                ]
                """.formatted(LAMBDA));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
