package org.nec4j.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.audit.Validation;
import org.nec4j.codec.Codec;
import org.nec4j.config.Configs;
import org.nec4j.convert.RunExport;
import org.nec4j.entropy.DensitySettings;
import org.nec4j.entropy.FactorizedModel;
import org.nec4j.imitation.Imitation;
import org.nec4j.objective.Objective;
import org.nec4j.progress.Console;
import org.nec4j.train.Trainer;
import org.nec4j.vit.VitShape;

/** The objective of docs/extending.md: no decoder, no mask, a teacher. */
class ImitationTest extends ObjectiveBattery {
    @TempDir
    private Path folder;

    @Override
    Objective objective(VitShape shape) {
        return new Imitation(
                300, new FactorizedModel(shape.dim(), DensitySettings.compressAi()), new Imitation.Comparison());
    }

    @Test
    void trainsAndExportsACodecWithoutADecoderAnywhere() throws IOException {
        Trainer.Result result = Trainer.train(Configs.experiment(config(""), List.of()), Console.silent(), () -> false);
        Path run = result.folder().path();
        assertThat(result.folder().start().all().keySet()).noneMatch(name -> name.startsWith("decoder"));
        List<String> metrics = Files.readAllLines(run.resolve("metrics.csv"));
        assertThat(metrics.get(0))
                .isEqualTo(
                        "step,learning_rate,loss,distortion,bits_per_image,gradient_norm,update_norm,parameter_norm");
        assertThat(Files.readAllLines(run.resolve("validation.csv")).get(0))
                .isEqualTo("step,loss,distortion,bits_per_image");
        Path codec = folder.resolve("codec.nec");
        RunExport.export(run, "last", codec, true, Console.silent());
        assertThat(Codec.open(codec).dim()).isEqualTo(24);
        assertThat(Files.readString(run.resolve("report.html"))).contains("rate, bits an image");
    }

    @Test
    void settingsThatItDoesNotReadAreRefused() throws IOException {
        assertThatThrownBy(() -> Validation.check(config("objective.normalized-pixels = true"), List.of()))
                .hasMessageContaining("objective.normalized-pixels is not read where objective.kind = imitation");
    }

    private Path config(String settings) throws IOException {
        Files.writeString(folder.resolve("scenes.conf"), """
                name = scenes
                kind = synthetic
                synthetic { images = 40, side = 40, seed = 1 }
                split { train = 0.6, val = 0.2, test = 0.2, seed = 0 }
                """);
        return Files.writeString(folder.resolve("run.conf"), """
                experiment { name = tiny, seed = 5, runs = runs }
                model {
                  preset = custom, image-size = 32, patch-size = 8, dim = 24, depth = 2, heads = 2
                  decoder-dim = 16, decoder-depth = 2, decoder-heads = 2
                }
                data { sets = [scenes.conf], batch-size = 6 }
                objective { kind = imitation, lambda = 1e3 }
                training {
                  length = 4 steps
                  parameters = [
                    { pattern = "{blocks.-1,norm,bottleneck}.*", train = true }
                    { pattern = "*", train = false }
                  ]
                  log-every = 1
                }
                """ + settings);
    }
}
