package org.nec4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensorsWriter;
import org.nec4j.config.Configs;
import org.nec4j.config.Experiment;
import org.nec4j.config.Loaded;
import org.nec4j.convert.RunExport;
import org.nec4j.export.ImageEncoder;
import org.nec4j.kernel.GeluForm;
import org.nec4j.progress.Console;
import org.nec4j.run.RunFolder;
import org.nec4j.vit.PatchGrid;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.Ranks;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitForm;
import org.nec4j.vit.VitShape;

class DecoderWarmUpTest {
    private static final VitForm STRANGE = new VitForm(false, 2, true, GeluForm.QUICK);

    @TempDir
    Path folder;

    @BeforeEach
    void describesData() throws IOException {
        Files.writeString(
                folder.resolve("scenes.conf"),
                "name = scenes\nkind = synthetic\nsynthetic { images = 60, side = 32 }\n");
    }

    @Test
    void trainsADecoderFirstWhereTheCheckpointHasNone() throws IOException {
        Path checkpoint = encoder(VitForm.MAE);
        Loaded<Experiment> config = config(checkpoint, "model { decoder = warm-up, decoder-steps = 12 }");

        Tensors begun = train(config).start();

        Map<String, float[]> drawn = RandomStart.of(shape(VitForm.MAE), 0).all();
        assertThat(begun.floats("blocks.0.mlp.fc1.weight")).isEqualTo(drawn.get("blocks.0.mlp.fc1.weight"));
        assertThat(begun.floats("decoder_pos_embed")).isEqualTo(drawn.get("decoder_pos_embed"));
        for (String trained :
                List.of("decoder_embed.weight", "mask_token", "decoder_blocks.0.mlp.fc1.weight", "decoder_pred.bias")) {
            assertThat(begun.floats(trained)).as(trained).isNotEqualTo(drawn.get(trained));
        }
        assertThat(train(config).start().floats("decoder_pred.weight")).isEqualTo(begun.floats("decoder_pred.weight"));
    }

    @Test
    void aDecoderThatWasTrainedGuessesBetterThanOneThatWasDrawn() throws IOException {
        Path checkpoint = encoder(VitForm.MAE);

        double few = distortion(config(checkpoint, "model { decoder = warm-up, decoder-steps = 1 }"));
        double many = distortion(config(checkpoint, "model { decoder = warm-up, decoder-steps = 150 }"));

        assertThat(many).isLessThan(0.9 * few);
    }

    @Test
    void refusesAnEncoderAloneWhereNobodyAsksForADecoder() throws IOException {
        Loaded<Experiment> config = config(encoder(VitForm.MAE), "");

        assertThatThrownBy(() -> train(config))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("holds no decoder")
                .hasMessageContaining("objective.kind = nec")
                .hasMessageContaining("model.decoder = warm-up");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void trainsADecoderForImagesThatAreNotSquare() throws IOException {
        Loaded<Experiment> config =
                config(encoder(VitForm.MAE), "model { image-size = [16, 32], decoder = warm-up, decoder-steps = 2 }");

        RunFolder run = train(config);

        VitShape shape = new VitShape(new PatchGrid(2, 4), 8, 3, 24, 2, 2, 16, 2, 2, 4, 1e-6, VitForm.MAE, Ranks.WHOLE);
        Map<String, float[]> drawn = RandomStart.of(shape, 0).all();
        assertThat(run.start().floats("decoder_pos_embed")).isEqualTo(drawn.get("decoder_pos_embed"));
        assertThat(run.start().floats("decoder_pred.bias")).isNotEqualTo(drawn.get("decoder_pred.bias"));
        RunExport.export(run.path(), RunExport.LAST, folder.resolve("codec.nec"), true, Console.silent());
        assertThat(ImageEncoder.open(folder.resolve("codec.nec")).shape()).isEqualTo(shape);
    }

    @Test
    void trainsAndExportsACodecOfAnEncoderOfAnotherForm() throws IOException {
        Loaded<Experiment> config = config(encoder(STRANGE), """
                model {
                  decoder = warm-up, decoder-steps = 2
                  encoder { class-token = false, registers = 2, pre-norm = true, activation = quick-gelu }
                }
                """);

        RunFolder run = train(config);

        assertThat(run.trained().floats("blocks.1.attn.qkv.weight"))
                .isNotEqualTo(run.start().floats("blocks.1.attn.qkv.weight"));
        RunExport.export(run.path(), RunExport.LAST, folder.resolve("codec.nec"), true, Console.silent());
        assertThat(Codec.open(folder.resolve("codec.nec")).dim()).isEqualTo(24);
        assertThat(ImageEncoder.open(folder.resolve("codec.nec")).shape()).isEqualTo(shape(STRANGE));
    }

    private RunFolder train(Loaded<Experiment> config) {
        return Trainer.train(config, Console.silent(), () -> false).folder();
    }

    private double distortion(Loaded<Experiment> config) throws IOException {
        List<String> metrics = Files.readAllLines(train(config).path().resolve("metrics.csv"));
        int column = List.of(metrics.get(0).split(",")).indexOf("distortion");
        return Double.parseDouble(metrics.get(1).split(",")[column]);
    }

    private static VitShape shape(VitForm form) {
        return new VitShape(32, 8, 3, 24, 2, 2, 16, 2, 2, 4, 1e-6).with(form);
    }

    private Path encoder(VitForm form) {
        VitShape shape = shape(form);
        Tensors tensors = RandomStart.of(shape, 0);
        SafeTensorsWriter writer = new SafeTensorsWriter();
        shape.encoderTensors().forEach((name, sizes) -> writer.floats(name, sizes, tensors.floats(name)));
        Path file = folder.resolve("encoder.safetensors");
        writer.write(file);
        return file;
    }

    private Loaded<Experiment> config(Path checkpoint, String more) throws IOException {
        Path file = folder.resolve("experiment.conf");
        Files.writeString(file, """
                experiment { name = warm, runs = "%s" }
                model {
                  checkpoint = "%s"
                  preset = custom, image-size = 32, patch-size = 8, dim = 24, depth = 2, heads = 2
                  decoder-dim = 16, decoder-depth = 2, decoder-heads = 2
                }
                data { sets = [scenes.conf], batch-size = 8, crop-scale = [1, 1] }
                training {
                  length = 2 steps
                  optimizer.learning-rate = 3e-3
                  schedule.warmup = 0 steps
                  log-every = 1
                  parameters = [
                    { pattern = "{blocks.-1,norm,bottleneck,decoder_blocks.0}.*", train = true }
                    { pattern = "*", train = false }
                  ]
                  trainable-share = [0, 1]
                }
                """.formatted(folder.resolve("runs"), checkpoint) + more);
        return Configs.experiment(file, List.of());
    }
}
