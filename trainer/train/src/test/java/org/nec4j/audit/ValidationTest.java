package org.nec4j.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.progress.Console;
import org.nec4j.train.Trainer;

class ValidationTest {
    private static final String SOUND = """
        experiment { name = tiny, runs = runs }
        model {
          preset = custom, image-size = 32, patch-size = 8, dim = 16, depth = 2, heads = 2
          decoder-dim = 16, decoder-depth = 1, decoder-heads = 2
        }
        data { sets = [scenes.conf], batch-size = 8 }
        training {
          length = 3 steps
          parameters = [
            { pattern = "{blocks.-1,norm,bottleneck}.*", train = true }
            { pattern = "*", train = false }
          ]
        }
        """;

    @TempDir
    private Path folder;

    @BeforeEach
    void aDataSet() throws IOException {
        Files.writeString(
                folder.resolve("scenes.conf"),
                "name = scenes\nkind = synthetic\nsynthetic { images = 40, side = 32 }\n");
    }

    @Test
    void tellsEveryProblemOfAnExperimentAtOnceEachWithItsLine() throws IOException {
        Path file = Files.writeString(folder.resolve("many.conf"), """
            experiment { name = many, runs = scenes.conf }
            objective {
              kind = mae
              lambda = 1e5
              mask-ratio = 0.99
            }
            model { preset = custom, image-size = 32, patch-size = 8, dim = 16, depth = 2, heads = 2
              decoder-dim = 16, decoder-depth = 1, decoder-heads = 2
              checkpoint = absent.safetensors
              mlp-ratio = 2.5
            }
            data {
              sets = [scenes.conf]
              batch-size = 64
              shrink = 16
              thread = 3
            }
            training {
              length = 20 steps
              schedule { warmup = 30 steps, minimum-learning-rate = 1 }
              checkpoint-every = 40 steps
              trainable-share = [0.1, 0.2]
              validation.best-by = bits-per-image
              parameters = [
                { pattern = "blocks.*", train = true }
                { pattern = "bottlneck.*", train = true }
                { pattern = "blocks.-1.*", train = false }
                { pattern = "*", train = true }
              ]
            }
            """);

        List<String> told = problems(file);

        assertThat(told.get(0)).isEqualTo(file + " has 16 problems:");
        assertThat(told.stream().skip(1).map(line -> line.strip().replace(folder + "/", "")))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .startsWith("many.conf:9: model.checkpoint names ")
                                .endsWith("does not exist."),
                        line -> assertThat(line).startsWith("many.conf:10: model.mlp-ratio 2.5 is no whole number"),
                        line -> assertThat(line)
                                .isEqualTo("many.conf:16: data.thread is no setting; did you mean data.threads?"),
                        line -> assertThat(line)
                                .startsWith("many.conf:14: data.batch-size is 64, but there are 20 images"),
                        line -> assertThat(line)
                                .startsWith("many.conf:4: objective.lambda is not read where objective.kind = mae"),
                        line -> assertThat(line)
                                .startsWith("many.conf:23: training.validation.best-by is bits-per-image"),
                        line -> assertThat(line)
                                .startsWith("many.conf:5: objective.mask-ratio of 0.99 hides 16 of 16 patches"),
                        line -> assertThat(line)
                                .startsWith("many.conf:20: training.schedule.warmup of 30 steps is longer than"),
                        line -> assertThat(line)
                                .startsWith("many.conf:20: training.schedule.minimum-learning-rate of 1.0 is above"),
                        line -> assertThat(line)
                                .startsWith("many.conf:21: training.checkpoint-every of 40 steps is longer"),
                        line -> assertThat(line).startsWith("many.conf:15: data.shrink makes images of 16 pixels"),
                        line -> assertThat(line)
                                .startsWith("many.conf:1: experiment.runs names scenes.conf, which is a file"),
                        line -> assertThat(line)
                                .startsWith("many.conf:26: training.parameters[1] decides nothing: no parameter matches"
                                        + " \"bottlneck.*\""),
                        line -> assertThat(line)
                                .startsWith("many.conf:27: training.parameters[2] decides nothing: \"blocks.-1.*\" can"
                                        + " never be reached"),
                        line -> assertThat(line).startsWith("many.conf:28: training.parameters[3] has the pattern"),
                        line -> assertThat(line).startsWith("many.conf:28: training.parameters[3] has the pattern"));
    }

    @Test
    void comparesLengthsInDifferentUnitsOnceAnEpochIsKnown() throws IOException {
        // 20 training images in batches of 8: 2 steps an epoch.
        Path file = experiment("training { length = 5 steps, schedule.warmup = 3 epochs, checkpoint-every = 1 epoch }");

        assertThat(problems(file))
                .containsExactly(
                        file + ":14: training.schedule.warmup of 3 epochs is longer than the training of 5 steps.");
    }

    @Test
    void settingsOfAnIncludedFileMayBeMeantForOthers() throws IOException {
        experiment("objective.lambda = 1e3");
        Path file = Files.writeString(folder.resolve("mae.conf"), """
            include "run.conf"
            objective.kind = mae
            training.parameters = [{ pattern = "*pos_embed", train = false }, { pattern = "*", train = true }]
            """);

        assertThat(Validation.check(file, List.of())).endsWith("a sound experiment.");
    }

    @Test
    void whatIsSweptOrOnTheCommandLineIsMeantForTheExperimentItself() throws IOException {
        experiment("objective.kind = mae\ntraining.parameters = [{ pattern = \"*pos_embed\", train = false },"
                + " { pattern = \"*\", train = true }]");
        Path file = Files.writeString(
                folder.resolve("many.conf"), "include \"run.conf\"\nsweep.grid.objective.lambda = [1, 2]\n");
        String rest =
                ": objective.lambda is not read where objective.kind = mae, which has no bottleneck; take it away.";

        assertThatThrownBy(() -> Validation.check(file, List.of())).hasMessage(file + ":2 (swept)" + rest);
        assertThatThrownBy(() -> Validation.check(folder.resolve("run.conf"), List.of("objective.lambda=3")))
                .hasMessage("command line" + rest);
    }

    @Test
    void bandsThatDoNotFitTheModelAreFoundBeforeAnyIsRead() throws IOException {
        Files.writeString(
                folder.resolve("bands.conf"), "name = bands\nfolders = [none]\nsamples = bands\nbands = [4, 3]\n");
        Path file = experiment("data { sets = [bands.conf, scenes.conf], shrink = 40 }");

        assertThat(problems(file))
                .hasSize(5)
                .anyMatch(line -> line.contains("model.channels is 3, but data set bands (data.sets[0]) gives 2 bands"))
                .anyMatch(line -> line.contains(":14: data.shrink reduces 8-bit pictures"))
                .anyMatch(line -> line.contains("data.mean and data.std are ImageNet's"))
                .anyMatch(line -> line.contains(":14: data.sets name bands and scenes, which differ in"));
    }

    @Test
    void aRunBeginsWithTheSameRefusals() throws IOException {
        Path file = experiment("training.schedule.warmup = 4 steps");

        assertThatThrownBy(() -> Trainer.train(
                        Configs.experiment(file, List.of("training.length=2steps")), Console.silent(), () -> false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(
                        ":14: training.schedule.warmup of 4 steps is longer than the training of 2 steps");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void tellsEveryProblemOfAStudyAndOfWhatItNames() throws IOException {
        experiment("");
        Files.writeString(folder.resolve("mae.conf"), """
            include "run.conf"
            objective.kind = mae
            training.parameters = [{ pattern = "*pos_embed", train = false }, { pattern = "*", train = true }]
            """);
        Path file = Files.writeString(folder.resolve("study.conf"), """
            name = study
            title = "A study"
            data = scenes.conf
            base = run.conf
            task = segmentation
            heads = [linear]
            segmentation { steps = 10, warmup = 20 }
            systems {
              product = [5, 4]
              nec = [
                { system = NEC, setting = a, config = run.conf, settings = [] }
                { system = NEC, setting = a, config = mae.conf, settings = [] }
                { system = NEC, setting = c, config = absent.conf, settings = [] }
                { system = NEC, setting = d, config = run.conf, settings = ["model.image-size=64", "data.enlarge=true"] }
              ]
              pooled = [64]
            }
            fine-tune { enabled = true, epochs = 3 }
            """);

        assertThat(problems(file).stream().map(line -> line.strip().replace(folder + "/", "")))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).isEqualTo("study.conf has 11 problems:"),
                        line -> assertThat(line).startsWith("study.conf:18: fine-tune.epochs is not read where task"),
                        line -> assertThat(line).startsWith("study.conf:18: fine-tune.enabled asks for what needs pix"),
                        line -> assertThat(line).startsWith("study.conf:7: segmentation.warmup of 20 steps is longer"),
                        line -> assertThat(line).startsWith("study.conf:13: systems.nec[2].config names absent.conf"),
                        line -> assertThat(line)
                                .startsWith("study.conf:6: heads is not read where task = segmentation"),
                        line -> assertThat(line)
                                .startsWith("study.conf:16: systems.pooled is not read where task = segmentation"),
                        line -> assertThat(line)
                                .startsWith("study.conf:16: systems.pooled[0] is 64; so many components are more than"
                                        + " model.dim = 16"),
                        line -> assertThat(line)
                                .startsWith(
                                        "study.conf:9: systems.product[0] is 5; so many bytes a token do not divide"),
                        line -> assertThat(line)
                                .startsWith(
                                        "study.conf:12: systems.nec[1] has the system and the setting of an earlier"),
                        line -> assertThat(line)
                                .startsWith(
                                        "study.conf:12: systems.nec[1] names an experiment with objective.kind = mae"),
                        line -> assertThat(line)
                                .startsWith("study.conf:14: systems.nec[3] names an experiment with model.image-size ="
                                        + " 64"));
    }

    private Path experiment(String more) throws IOException {
        return Files.writeString(folder.resolve("run.conf"), SOUND + more + "\n");
    }

    private static List<String> problems(Path file) {
        try {
            Validation.check(file, List.of());
        } catch (UserException e) {
            return e.getMessage().lines().toList();
        }
        return List.of();
    }
}
