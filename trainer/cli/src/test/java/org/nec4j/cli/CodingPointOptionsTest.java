package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.NoisePictures;
import org.nec4j.codec.Codec;

/** A layered codec of a tiny model, fitted in closed form, at its operating points. */
class CodingPointOptionsTest {
    @TempDir
    private static Path folder;

    private static Path images;
    private static Path layered;
    private static Path plain;

    @TempDir
    private Path own;

    @BeforeAll
    static void codecs() throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        images = folder.resolve("images");
        for (int i = 0; i < 3; i++) {
            NoisePictures.rgb(images.resolve("scene" + i + ".png"), 32);
        }
        layered = fitted(tiny, "layered.nec", "transform.layers=pooled-and-tokens");
        plain = fitted(tiny, "plain.nec", "transform.layers=none");
    }

    private static Path fitted(TinyRun tiny, String name, String layers) {
        Path codec = folder.resolve(name);
        Cli fit = Cli.run("fit", tiny.config(), "transform.step=0.1", layers, "-o", codec);
        assertThat(fit.status()).as(fit.err()).isZero();
        return codec;
    }

    @Test
    void aStepThatTheCodecDoesNotHoldIsToldBesideTheNearest() {
        assertThat(encode(own.resolve("a"), "--step", "0.11").err())
                .contains("Encoding with pooled step ")
                .contains(", token step 0.1, the nearest that the codec holds to step 0.11.");
        assertThat(encode(own.resolve("b"), "--step", "0.1").err())
                .contains(", token step 0.1.")
                .doesNotContain("nearest");
    }

    @Test
    void aStepOutsideTheRangeIsRefusedInOneSentenceThatSaysTheRange() {
        Path out = own.resolve("out");

        assertThat(refused("encode", "-c", layered, "-o", out, "--step", "99", images))
                .startsWith("nec4j: " + layered + ": holds steps from ")
                .endsWith(", and none of 99.0; choose one of that range");
        assertThat(out).doesNotExist();
    }

    @Test
    void bytesThatNoStepReachesAreRefusedInOneSentenceThatSaysTheRange() {
        Path out = own.resolve("out.nema");

        assertThat(refused("encode", "-c", layered, "-o", out, "--bytes", "100000", images))
                .startsWith("nec4j: " + layered + ": reaches ")
                .contains(" bytes an image with both layers")
                .endsWith(", and not 100000.0; choose a number of that range");
        assertThat(out).doesNotExist();
    }

    @Test
    void aPooledLayerThatThereIsNotIsRefusedWithWhatToDoInstead() {
        Path archive = own.resolve("plain.nema");
        Path out = own.resolve("out");
        assertThat(Cli.run("encode", "-c", plain, "-o", archive, images).status())
                .isZero();

        assertThat(refused("decode", "-c", plain, "-o", out, "--detail", "pooled", archive))
                .isEqualTo("nec4j: " + plain + ": is a codec of model transform, whose streams have no pooled layer to"
                        + " decode alone; decode them whole and take the mean over the patch tokens");
        assertThat(out).doesNotExist();
        assertThat(refused("encode", "-c", plain, "-o", out, "--detail", "pooled", images))
                .contains("without layers and steps to choose from");
        assertThat(out).doesNotExist();
    }

    @Test
    void anArchiveOfAnotherPointIsToldOf() throws IOException {
        Path archive = own.resolve("images.nema");
        encode(archive, "--step", "0.1");

        assertThat(encode(archive, "--step", "0.2"))
                .satisfies(run -> assertThat(run.err())
                        .contains(archive + ": holds streams encoded with pooled step ")
                        .contains(", token step 0.1, which stay as they are; what is new is encoded with pooled step")
                        .contains(", token step 0.2. Name another archive"))
                .satisfies(run -> assertThat(run.out()).contains("(3 were there already)"));
        assertThat(encode(archive, "--step", "0.1").err()).doesNotContain("holds streams");

        Path more = NoisePictures.rgb(own.resolve("more/other.png"), 32);
        assertThat(Cli.run("encode", "-c", layered, "-o", archive, "--step", "0.2", more)
                        .status())
                .isZero();
        assertThat(encode(archive, "--step", "0.05").err()).contains(" and at 1 other point, which stay as they are");
    }

    @Test
    void aDetailThatThereIsNotIsToldBesideThoseOfTheCommand() {
        Path out = own.resolve("out");

        assertThat(refused("encode", "-c", layered, "-o", out, "--detail", "tokens", images))
                .contains("'--detail': expected all or pooled but was 'tokens'");
        assertThat(refused("encode", "-c", layered, "-o", out, "--detail", "image", images))
                .contains("expected all or pooled but was 'image', which is for nec4j decode");
        assertThat(refused("decode", "-c", layered, "-o", out, "--detail", "tokens", images))
                .contains("expected all or pooled or image but was 'tokens'");
        assertThat(out).doesNotExist();
    }

    @Test
    void whatIsNoNumberIsToldAsThat() {
        for (String word : List.of("nan", "NaN", "two", "Infinity")) {
            assertThat(refused("encode", "-c", layered, "-o", own.resolve("out"), "--step", word, images))
                    .contains("'--step': '" + word + "' is no number; write one such as 2, 0.5 or 1e-3");
        }
        assertThat(Cli.run("sweep", "any.conf", "--jobs", "1.5").complaint())
                .contains("'--jobs'", "'1.5' is no whole number of at most 2147483647; write one such as 4");
    }

    @Test
    void infoTellsStepsBytesAndQualities() {
        assertThat(Cli.run("info", layered).out())
                .contains("operating points, steps of both layers ")
                .contains("operating points, mean bytes ", " bytes an image with both layers")
                .contains("operating points, quality low pooled step ")
                .contains("operating points, unasked ", "token step 0.1");
        assertThat(Cli.run("info", plain).out()).doesNotContain("operating points");
    }

    @Test
    void infoKnowsACompactStreamByItsNameOrItsChecksum() throws IOException {
        Path out = own.resolve("streams");
        assertThat(encode(out, "--step", "0.1").status()).isZero();
        Path stream;
        try (Stream<Path> files = Files.walk(out)) {
            stream = files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(stream);
        String digest = Codec.open(layered).digest().substring(0, 4);

        for (Path file : List.of(stream, Files.write(own.resolve("nameless"), bytes))) {
            assertThat(Cli.run("info", file).out())
                    .contains("a coded embedding (stream)", "its checksum of 16 bits matches", "begins with " + digest)
                    .doesNotContain("tokens");
        }
        bytes[bytes.length / 2] ^= 4;
        assertThat(refused("info", Files.write(own.resolve("bad.nemb"), bytes))).contains("its checksum is wrong");
        assertThat(refused("info", Files.write(own.resolve("bad"), bytes))).contains("nothing that nec4j knows");
    }

    @Test
    void embedEncodesAtThem() throws IOException {
        assertThat(embedded("fine.csv", "--step", "0.1")).isNotEqualTo(embedded("coarse.csv", "--step", "0.2"));
        assertThat(refused("embed", layered, "--data", scenes(), "-o", own.resolve("x.csv"), "--merge", "--step", "1"))
                .contains("--merge writes what shards have encoded; leave out --step");
    }

    @Test
    void evalTellsThePointThatItJudges() {
        Cli run = Cli.run("eval", layered, "--data", scenes(), "--head", "knn", "--step", "0.11");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).contains(", token step 0.1, the nearest that the codec holds to step 0.11.");
    }

    private String embedded(String name, Object... point) throws IOException {
        Path file = own.resolve(name);
        Cli run = Cli.run("embed", layered, "--data", scenes(), "-o", file, point[0], point[1]);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).contains("Encoding with pooled step ", ", token step " + point[1] + ".");
        return Files.readString(file);
    }

    private static Path scenes() {
        return folder.resolve("scenes.conf");
    }

    @Test
    void showDrawsAtThem() {
        assertThat(shown("0.1")).isGreaterThan(shown("0.2"));
    }

    /** Bytes of the first image. */
    private int shown(String step) {
        Cli run = Cli.run(
                "show", images.resolve("scene0.png"), "-c", layered, "--step", step, "-o", own.resolve(step + ".png"));
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("layered, pooled step ").contains(", token step " + step + ": ");
        return Integer.parseInt(run.out().replaceAll("(?s).*: (\\d+) bytes.*", "$1"));
    }

    private static Cli encode(Path out, String option, String value) {
        Cli run = Cli.run("encode", "-c", layered, "-o", out, option, value, images);
        assertThat(run.status()).as(run.err()).isZero();
        return run;
    }

    private static String refused(Object... words) {
        Cli run = Cli.run(words);
        assertThat(run.status()).as(run.err()).isEqualTo(2);
        return run.complaint();
    }
}
