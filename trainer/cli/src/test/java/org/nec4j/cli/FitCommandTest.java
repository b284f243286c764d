package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.NoisePictures;
import org.nec4j.codec.Codec;

class FitCommandTest {
    @TempDir
    private Path folder;

    @Test
    void fitsACodecThatSpendsWhatItSaysAndFewerBytesForLargerSteps() throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        Path fine = folder.resolve("fine.nec");
        Path coarse = folder.resolve("coarse.nec");

        Cli fit = Cli.run("fit", tiny.config(), "transform.step=0.1", "-o", fine);

        assertThat(fit.status()).as(fit.err()).isZero();
        assertThat(fit.out().strip()).isEqualTo(fine.toString());
        assertThat(fit.err()).contains(" bytes an image on ");
        assertThat(Cli.run("fit", tiny.config(), "transform.step=1", "-o", coarse)
                        .status())
                .isZero();
        assertThat(Codec.open(fine).model()).isEqualTo("transform");
        assertThat(bytes(fine)).isGreaterThan(bytes(coarse));
    }

    @Test
    void aStepThatLeavesNothingIsNamed() throws IOException {
        Cli fit = Cli.run("fit", TinyRun.in(folder).config(), "transform.step=1e5", "-o", folder.resolve("none.nec"));

        assertThat(fit.complaint())
                .isEqualTo("nec4j: transform.step: a step of 100000.0 quantizes every training embedding to its mean;"
                        + " choose a smaller one");
        assertThat(folder.resolve("none.nec")).doesNotExist();
    }

    private long bytes(Path codec) throws IOException {
        Path image = folder.resolve("images/scene.png");
        NoisePictures.rgb(image, 32);
        Path out = folder.resolve("out-" + codec.getFileName());
        Cli encode = Cli.run("encode", "-c", codec, "-o", out, image);
        assertThat(encode.status()).as(encode.err()).isZero();
        assertThat(Cli.run("decode", "-c", codec, "-o", out, out.resolve("scene.nemb"))
                        .status())
                .isZero();
        return Files.size(out.resolve("scene.nemb"));
    }
}
