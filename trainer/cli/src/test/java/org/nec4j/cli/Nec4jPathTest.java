package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.NoisePictures;

class Nec4jPathTest {
    @TempDir
    Path folder;

    @Test
    void trainsExportsEncodesDecodesAndEvaluates() throws IOException {
        TinyRun tiny = TinyRun.in(folder);

        Path run = tiny.train();
        assertThat(run.resolve("summary.json"))
                .content()
                .contains(
                        "trainable_fraction",
                        "images_per_second",
                        "distortion",
                        "estimated_bits_per_image",
                        "coded_bytes_per_image",
                        "peak_rss_bytes",
                        "seed",
                        "wall_seconds");

        assertThat(run.resolve("sessions/1.json"))
                .content()
                .contains(
                        "\"seed\": 0",
                        "\"code\"",
                        "nd4j-api-1.0.0-M2.1.jar",
                        "\"flags\"",
                        "\"processor\"",
                        "Computes with nd4j-");
        assertThat(run.resolve("original/0-tiny.conf")).hasSameBinaryContentAs(tiny.config());
        assertThat(run.resolve("original/1-scenes.conf")).hasSameBinaryContentAs(folder.resolve("scenes.conf"));
        assertThat(run.resolve("log.txt")).content().contains("numbers train");

        Path codec = tiny.export(run);
        Path images = folder.resolve("images");
        NoisePictures.rgb(images.resolve("a/one.png"), 40);
        NoisePictures.rgb(images.resolve("b/one.png"), 32);
        Path out = folder.resolve("out");
        Cli encode = Cli.run("encode", "-c", codec, "-o", out, images);
        assertThat(encode.status()).as(encode.err()).isZero();
        assertThat(encode.err()).contains("Computes with nd4j-");
        long bytes = Files.size(out.resolve("a/one.nemb")) + Files.size(out.resolve("b/one.nemb"));
        assertThat(encode.out()).contains("2 images encoded", bytes + " bytes");

        Path back = folder.resolve("back");
        Cli decode = Cli.run("decode", "-c", codec, "-o", back, out.resolve("a/one.nemb"));
        assertThat(decode.status()).as(decode.err()).isZero();
        // 16 patches and the class token, 16 numbers each.
        assertThat(Files.size(back.resolve("one.npy"))).isEqualTo(128 + 17 * 16 * 4);

        Path json = folder.resolve("result.json");
        Cli eval = Cli.run("eval", codec, "--data", folder.resolve("scenes.conf"), "--head", "linear", "--json", json);
        assertThat(eval.status()).as(eval.err()).isZero();
        assertThat(eval.out())
                .startsWith("scenes, linear head: accuracy ")
                .contains(" bytes an image ")
                .hasLineCount(1);
        assertThat(eval.err())
                .contains(
                        "estimated with the noise of training",
                        "estimated with rounding",
                        "by the integer tables",
                        "coded ",
                        "in the file, frame included")
                // A tiny image's streams are as good as promised, but for their coder's end and their frame.
                .doesNotContain("Warning: the rate of an image");
        assertThat(json)
                .content()
                .contains(
                        "\"rates\"",
                        "\"noisy_bits\"",
                        "\"table_bits\"",
                        "\"accuracy\"",
                        "\"images\"",
                        "\"mean_bytes_per_image\"",
                        "\"uncompressed_accuracy\"");
    }

    @Test
    void pretrainsAndContinuesFromWhatItTrained() throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        Path config = Files.writeString(folder.resolve("mae.conf"), """
                include "tiny.conf"
                objective.kind = mae
                training.parameters = [
                  { pattern = "*pos_embed", train = false }
                  { pattern = "*", train = true }
                ]
                """);

        Cli pretrain = Cli.run("pretrain", config);

        assertThat(pretrain.status()).as(pretrain.err()).isZero();
        Path run = Path.of(pretrain.out().strip());
        assertThat(run.resolve("summary.json")).content().contains("\"distortion\"");
        assertThat(Cli.run("export", run, "-o", folder.resolve("x.nec")).complaint())
                .contains("without a bottleneck");
        assertThat(Cli.run("train", config).complaint())
                .isEqualTo("nec4j: " + config
                        + ": objective.kind makes this an experiment for nec4j pretrain, not nec4j train.");
        assertThat(Cli.run("pretrain", tiny.config()).status()).isEqualTo(2);
    }

    @Test
    void aFinishedRunHasNothingLeftToResume() throws IOException {
        Path run = TinyRun.in(folder).train();

        Cli again = Cli.run("train", "--resume", run);

        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.out().strip()).isEqualTo(run.toString());
    }
}
