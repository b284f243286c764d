package org.nec4j.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.TinyExperiment;
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
        return TinyExperiment.in(folder, "blocks.-1,norm,bottleneck", """
                objective { kind = imitation, lambda = 1e3 }
                training { length = 4 steps, log-every = 1 }
                """ + settings);
    }
}
