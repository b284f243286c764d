package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.NoisePictures;

class MainLocaleTest {
    private static final Locale BEFORE = Locale.getDefault();

    @TempDir
    private Path folder;

    @AfterEach
    void restoreTheLocale() {
        Locale.setDefault(BEFORE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ar-EG-u-nu-arab",
                "fa-u-nu-arabext",
                "hi-u-nu-deva",
                "tr-TR",
                "de-DE",
                "th-TH-u-ca-buddhist-nu-thai"
            })
    void aRunIsTheSameInEveryLocale(String tag) throws IOException {
        Locale.setDefault(Locale.forLanguageTag(tag));
        TinyRun tiny = TinyRun.in(folder);
        Path run = tiny.train();
        Cli resumed = Cli.run("train", "--resume", run, "training.length=4steps", "--allow", "training.length");
        Path codec = tiny.export(run);
        NoisePictures.rgb(folder.resolve("images/one.png"), 40);
        Path archive = folder.resolve("a.nema");
        Cli encoded = Cli.run("encode", "-c", codec, "-o", archive, folder.resolve("images"));
        Cli listed = Cli.run("archive", "list", archive);

        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(encoded.status()).as(encoded.err()).isZero();
        assertThat(run.resolve("checkpoints/step-000000004.safetensors")).exists();
        assertThat(run.getFileName().toString()).matches("tiny-[0-9]{8}-[0-9]{6}");
        assertThat(Cli.run("runs", run.getParent()).out() + listed.out() + encoded.out() + resumed.err())
                .doesNotContainPattern("[\\p{Nd}&&[^0-9]]");
        try (Stream<Path> files = Files.walk(run)) {
            files.filter(file -> file.toString().matches(".*\\.(csv|json|md|conf|svg|html|txt)"))
                    .forEach(file -> assertThat(file).content().doesNotContainPattern("[\\p{Nd}&&[^0-9]]"));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whereTheLocaleLosesLettersOfAFilesNameNothingIsWritten() throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        Path codec = tiny.export(tiny.train());
        Path images = folder.resolve("images");
        NoisePictures.rgb(images.resolve("\u00e4x.png"), 40);
        NoisePictures.rgb(images.resolve("\u00f6x.png"), 40);
        Path out = folder.resolve("out");
        try (ChildCli child = ChildCli.limited(folder, "export LC_ALL=C", "encode", "-c", codec, "-o", out, images)) {
            assertThat(child.status()).as(child.told()).isEqualTo(2);
            assertThat(child.told()).contains("LC_ALL=C.UTF-8").doesNotContain("\tat ");
        }
        assertThat(out.resolve("\ufffdx.nemb")).doesNotExist();
        assertThat(Cli.run("encode", "-c", codec, "-o", out, images).status()).isZero();
        assertThat(out.resolve("\u00e4x.nemb")).exists();
        assertThat(out.resolve("\u00f6x.nemb")).exists();
    }
}
