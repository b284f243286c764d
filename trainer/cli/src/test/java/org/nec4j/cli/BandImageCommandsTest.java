package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.NoisePictures;

/** Images of five bands as NumPy arrays, of which two are learnt from. */
class BandImageCommandsTest {
    private static final int SIDE = 32;
    private static final int BANDS = 5;
    private static final float NODATA = -9999;

    @TempDir
    Path folder;

    private Path description;

    @BeforeEach
    void imagesOfFiveBands() throws IOException {
        TinyRun.in(folder);
        for (int i = 0; i < 20; i++) {
            array(folder.resolve("images/" + (i % 2 == 0 ? "dry" : "wet") + "/" + i + ".npy"), i);
        }
        description = Files.writeString(
                folder.resolve("bands.conf"),
                "name = bands\nfolders = [images]\nsamples = bands\nbands = [5, 2]\nnodata = -9999\n");
    }

    @Test
    void statisticsArePastedAndACodecOfTwoBandsIsTrainedExportedAndUsed() throws IOException {
        Cli stats = Cli.run("stats", description);
        assertThat(stats.status()).as(stats.err()).isZero();
        assertThat(stats.out()).contains("model.channels = 2").containsPattern("(?m)^# +1 .* 12$");
        Path config = Files.writeString(
                folder.resolve("two.conf"), "include \"tiny.conf\"\ndata.sets = [bands.conf]\n" + stats.out());

        Cli train = Cli.run("train", config);
        assertThat(train.status()).as(train.err()).isZero();
        Path codec = folder.resolve("two.nec");
        assertThat(Cli.run("export", train.out().strip(), "-o", codec).status()).isZero();
        assertThat(Path.of(train.out().strip()).resolve("report.html"))
                .content()
                .contains("alt=\"original");
        Path picture = folder.resolve("picture.png");
        Cli show = Cli.run("show", folder.resolve("images/dry/0.npy"), "-c", codec, "-o", picture);
        assertThat(show.status()).as(show.err()).isZero();
        assertThat(show.out()).contains("0.npy, two.nec").contains("PSNR ");
        assertThat(picture).isNotEmptyFile();

        // The codec knows which bands of a file it takes.
        Cli encode = Cli.run("encode", "-c", codec, "-o", folder.resolve("out"), folder.resolve("images/dry/0.npy"));
        assertThat(encode.status()).as(encode.err()).isZero();
        Cli eval = Cli.run("eval", codec, "--data", description);
        assertThat(eval.status()).as(eval.err()).isZero();
        assertThat(eval.out()).startsWith("bands, linear head: accuracy ");
        assertThat(Cli.run("eval", codec, "--data", folder.resolve("scenes.conf"))
                        .complaint())
                .contains("8-bit picture (samples = rgb)", "bands of numbers are expected");
        assertThat(Cli.run("encode", "-c", codec, "-o", folder.resolve("out"), grey())
                        .complaint())
                .contains("has 1 band, but bands [5, 2] are chosen");
    }

    @Test
    void whatDoesNotFitBandsIsRefused() throws IOException {
        Path config =
                Files.writeString(folder.resolve("two.conf"), "include \"tiny.conf\"\ndata.sets = [bands.conf]\n");
        Files.writeString(description, "name = bands\nfolders = [images]\nsamples = bands\nbands = [1, 2, 3]\n");

        assertThat(Cli.run("train", config).complaint())
                .contains("data.mean and data.std are ImageNet's", "nec4j stats");
        assertThat(Cli.run("train", config, "data.mean=[1,1,1]", "data.shrink=40")
                        .complaint())
                .contains("data.shrink reduces 8-bit pictures");
        assertThat(Cli.run(
                                "train",
                                config,
                                "data.mean=[1,1,1]",
                                "data.sets=[" + quoted(description) + "," + quoted(folder.resolve("scenes.conf")) + "]")
                        .complaint())
                .contains("bands and scenes, which differ in samples, bands or nodata");
        Files.writeString(description, "name = bands\nfolders = [images]\nbands = [1, 2, 3]\n");
        assertThat(Cli.run("validate", description).err()).contains("bands.conf:3: bands", "set samples = bands");
    }

    private Path grey() throws IOException {
        return NoisePictures.grey(folder.resolve("grey.png"), SIDE);
    }

    private static String quoted(Path path) {
        return "\"" + path + "\"";
    }

    /** One sample of the fifth band of every image is missing. */
    private static void array(Path file, int seed) throws IOException {
        Random random = new Random(seed);
        String header =
                "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d, %d), }".formatted(BANDS, SIDE, SIDE);
        String padded = header + " ".repeat(118 - 1 - header.length()) + "\n";
        ByteBuffer bytes =
                ByteBuffer.allocate(128 + BANDS * SIDE * SIDE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) 118).put(padded.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < BANDS * SIDE * SIDE; i++) {
            boolean missing = i == (BANDS - 1) * SIDE * SIDE;
            bytes.putFloat(missing ? NODATA : (float) (random.nextGaussian() * 300 + 2000 + 100 * (seed % 2)));
        }
        Files.createDirectories(file.getParent());
        Files.write(file, bytes.array());
    }
}
