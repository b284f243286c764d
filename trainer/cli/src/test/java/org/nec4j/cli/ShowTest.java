package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.NoisePictures;

class ShowTest {
    @TempDir
    Path folder;

    private Path run;
    private Path codec;
    private Path image;

    @BeforeEach
    void trainsACodec() throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        run = tiny.train();
        codec = tiny.export(run);
        image = NoisePictures.rgb(folder.resolve("images/a <b> & c.png"), 40);
    }

    @Test
    void drawsARowForEveryImageAndCodecAtTheSizeThatEncodeWrites() throws IOException {
        Path picture = folder.resolve("picture.png");
        Path second = NoisePictures.rgb(folder.resolve("images/two.png"), 32);
        Cli show = Cli.run("show", image, second, "-c", codec, "-c", codec, "-o", picture);

        assertThat(show.status()).as(show.err()).isZero();
        assertThat(show.out().lines()).hasSize(5);
        Path out = folder.resolve("out");
        Cli.run("encode", "-c", codec, "-o", out, image);
        long bytes = Files.size(out.resolve("a <b> & c.nemb"));
        assertThat(show.out().lines().findFirst().orElseThrow())
                .startsWith("a <b> & c.png, codec.nec, factorised, tiny at lambda 1")
                .contains(": " + bytes + " bytes, " + String.format("%.4f", 8.0 * bytes / (32 * 32)) + " bits a pixel");
        assertThat(show.out().strip()).endsWith(picture.toString());
        BufferedImage drawn = ImageIO.read(picture.toFile());
        assertThat(drawn.getWidth()).isGreaterThan(3 * 384);
        assertThat(drawn.getHeight()).isGreaterThan(4 * 384);
    }

    @Test
    void aCodecWithoutADecoderIsToldSo() {
        Path bare = folder.resolve("bare.nec");
        assertThat(Cli.run("export", run, "-o", bare, "--no-decoder").status()).isZero();

        Cli show = Cli.run("show", image, "-c", bare, "-o", folder.resolve("no.png"));

        assertThat(show.status()).isEqualTo(2);
        assertThat(show.complaint())
                .isEqualTo("nec4j: " + bare
                        + ": carries no decoder, so that nothing can be reconstructed; export the run again without --no-decoder"
                        + " (a distillation has none: its codec gives back embeddings alone)");
        assertThat(folder.resolve("no.png")).doesNotExist();
    }

    @Test
    void moreRowsThanOnePictureTakesAreRefused() throws IOException {
        for (int i = 0; i < 33; i++) {
            NoisePictures.rgb(folder.resolve("many/" + i + ".png"), 32);
        }
        Cli show = Cli.run("show", folder.resolve("many"), "-c", codec, "-o", folder.resolve("no.png"));

        assertThat(show.status()).isEqualTo(2);
        assertThat(show.complaint()).contains("at most 32");
    }
}
