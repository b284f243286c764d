package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.NoisePictures;

/** The files that docs/tutorial.md has its reader write. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links the project's folders")
class TutorialTest {
    private static final Path ROOT =
            Path.of(System.getProperty("nec4j.root", "../..")).toAbsolutePath().normalize();
    private static final Pattern FILE = Pattern.compile("`([a-z/]+\\.conf)`:\n\n```hocon\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void itsFilesAreSoundAsTheyStand() throws IOException {
        Files.createSymbolicLink(folder.resolve("checkpoints"), ROOT.resolve("checkpoints"));
        Files.createDirectories(folder.resolve("configs"));
        Files.createSymbolicLink(folder.resolve("configs/base"), ROOT.resolve("configs/base"));
        Matcher file = FILE.matcher(Files.readString(ROOT.resolve("docs/tutorial.md")));
        while (file.find()) {
            Path written = folder.resolve(file.group(1));
            Files.createDirectories(written.getParent());
            Files.writeString(written, file.group(2));
        }
        for (int i = 0; i < 60; i++) {
            NoisePictures.rgb(folder.resolve("data/mine/" + (i % 2 == 0 ? "Field" : "Forest") + "/" + i + ".png"), 8);
        }

        Cli validate = Cli.run("validate", folder.resolve("datasets/mine.conf"), folder.resolve("configs/mine.conf"));

        assertThat(validate.status()).as(validate.err()).isZero();
        assertThat(validate.out().replace(folder + "/", "")).isEqualTo("""
                datasets/mine.conf: a sound data set description.
                configs/mine.conf: a sound experiment.
                """);
    }
}
