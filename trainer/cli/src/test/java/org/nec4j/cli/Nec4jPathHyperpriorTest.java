package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nec4j.NoisePictures;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;

class Nec4jPathHyperpriorTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"hyperprior,hyperprior", "mean-scale-hyperprior,mean-scale hyperprior"})
    void trainsExportsEncodesDecodesAndEvaluates(String setting, String model) throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        Path config = Files.writeString(folder.resolve("hyper.conf"), """
                include "tiny.conf"
                entropy { model = %s, hyperprior { width = 8, heads = 2, blocks = 1 } }
                training.parameters = [
                  { pattern = "{blocks.-1.*,norm.*,h_a.*,h_s.*,entropy_bottleneck.*}", train = true }
                  { pattern = "*", train = false }
                ]
                """.formatted(setting));
        Cli train = Cli.run("train", config);
        assertThat(train.status()).as(train.err()).isZero();
        Path codecFile = tiny.export(Path.of(train.out().strip()));
        Codec codec = Codec.open(codecFile);
        assertThat(codec.model()).isEqualTo(model);

        Path images = folder.resolve("images");
        NoisePictures.rgb(images.resolve("one.png"), 40);
        Cli encode = Cli.run("encode", "-c", codecFile, "-o", folder.resolve("out"), images);
        assertThat(encode.status()).as(encode.err()).isZero();
        Path stream = folder.resolve("out/one.nemb");
        Cli decode = Cli.run("decode", "-c", codecFile, "-o", folder.resolve("back"), stream);
        assertThat(decode.status()).as(decode.err()).isZero();
        // 16 patches and the class token, 16 numbers each.
        assertThat(Files.size(folder.resolve("back/one.npy"))).isEqualTo(128 + 17 * 16 * 4);

        Embedding decoded = codec.decode(stream);
        for (float value : decoded.values()) {
            assertThat(Float.isFinite(value)).isTrue();
        }
        Cli eval = Cli.run("eval", codecFile, "--data", folder.resolve("scenes.conf"));
        assertThat(eval.status()).as(eval.err()).isZero();
        assertThat(eval.out()).contains(" bytes an image ");
    }
}
