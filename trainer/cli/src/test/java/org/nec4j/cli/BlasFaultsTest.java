package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.NoisePictures;
import org.nec4j.codec.Codec;
import org.nec4j.kernel.cpu.WrongBlasMain;

/** The command line where the library of linear algebra multiplies wrongly. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlasFaultsTest {
    @TempDir
    static Path folder;

    private Path codec;
    private Path image;

    /** What a process said and with which status it ended. */
    private record Ended(int status, String told) {}

    @BeforeAll
    void encodesWithALibraryThatIsRight() throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        codec = tiny.export(tiny.train());
        image = folder.resolve("images/one.png");
        NoisePictures.rgb(image, 40);
        assertThat(Cli.run("encode", "-c", codec, "-o", folder.resolve("right"), image)
                        .status())
                .isZero();
    }

    @Test
    void computesWithOtherKernelsOfTheLibraryAndSaysSo() throws Exception {
        Ended ended = encode("other", "Bad", true);
        assertThat(ended.status()).as(ended.told()).isZero();
        assertThat(ended.told())
                .containsOnlyOnce("SpoiltBLAS 1.0 with its kernels for Bad multiplies wrongly: the product of [")
                .contains("; its kernels for Good, which multiply right, serve instead.")
                .contains("products: SpoiltBLAS 1.0, kernels for Good, checked, after others were found wrong");
        assertThat(values("other")).isEqualTo(values("right"));
    }

    @Test
    void computesInJavaWhereNoKernelsOfTheLibraryAreRight() throws Exception {
        Ended ended = encode("java", "Bad,Good", true);
        assertThat(ended.status()).as(ended.told()).isZero();
        assertThat(ended.told()).containsOnlyOnce("so slower products by Java's Vector API serve instead.");
        assertThat(values("java")).isEqualTo(values("right"));
    }

    @Test
    void computesNothingWhereNothingRightIsLeft() throws Exception {
        Ended ended = encode("none", "Bad,Good", false);
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.told())
                .contains(
                        "SpoiltBLAS 1.0 with its kernels for Bad multiplies wrongly",
                        "--add-modules jdk.incubator.vector");
        assertThat(folder.resolve("none/one.nemb")).doesNotExist();
    }

    private Ended encode(String out, String wrong, boolean vectors) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(ChildCli.java(WrongBlasMain.class, "-Dwrong=" + wrong));
        if (!vectors) {
            command.remove("--add-modules=jdk.incubator.vector");
        }
        Stream.of("encode", "-c", codec, "-o", folder.resolve(out), image)
                .map(Object::toString)
                .forEach(command::add);
        Path told = folder.resolve(out + ".txt");
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(told.toFile())
                .start()
                .waitFor();
        return new Ended(status, Files.readString(told));
    }

    /** Symbols are whole numbers, so that what rounding leaves of them is equal. */
    private float[] values(String out) throws IOException {
        return Codec.open(codec).decode(folder.resolve(out).resolve("one.nemb")).values();
    }
}
