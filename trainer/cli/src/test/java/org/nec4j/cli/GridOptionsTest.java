package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridOptionsTest {
    @TempDir
    private static Path world;

    @TempDir
    private Path folder;

    private static Path fields;
    private static Path codec;
    private static Path archive;

    @BeforeAll
    static void encodeOnce() throws IOException {
        ExampleWorld.fields(world);
        fields = world.resolve("fields.nc");
        codec = world.resolve("fields.nec");
        archive = world.resolve("out/fields.necg");
        done("fit", world.resolve("fields.conf"), "training.window=16", "-o", codec);
        done("encode", "-c", codec, "-o", world.resolve("out"), fields);
    }

    @Test
    void refuseWhatHasNoEffectOnFields() {
        for (List<String> option : List.of(
                List.of("--step", "2"),
                List.of("--bytes", "60"),
                List.of("--quality", "low"),
                List.of("--detail", "pooled"),
                List.of("--tile", "32"),
                List.of("--stride", "16"),
                List.of("--min-valid", "0.5"),
                List.of("--geography", "none"),
                List.of("--shard", "0/2"),
                List.of("--pooled"))) {
            refused(codec + ": is a codec of gridded fields", option, "encode", "-c", codec, "-o", folder, fields);
        }
        for (List<String> option :
                List.of(List.of("--detail", "pooled"), List.of("--key", "wave"), List.of("--shard", "0/2"))) {
            refused(archive + ": is of gridded fields", option, "decode", "-o", folder, archive);
        }
        Path config = world.resolve("fields.conf");
        for (List<String> option : List.of(List.of("--head", "knn"), List.of("--with-decoder"), List.of("--step=2"))) {
            refused(config + ": is an experiment on gridded fields", option, "eval", codec, "--data", config);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refuseNoneOfWhatEveryCommandTakes() {
        done("encode", "--verbose", "-c", codec, "-o", folder, "--bound", "rel=0.1", "--without-model", fields);
        done("decode", "--verbose", "-c", codec, "-o", folder, folder.resolve("fields.necg"));
        assertThat(folder.resolve("fields.nc")).isRegularFile();
    }

    @Test
    void archivesOfAFolderKeepTheirPlace() throws IOException {
        Path other = Files.createDirectories(folder.resolve("all/a/b")).resolve("other.necg");
        Files.copy(archive, other);
        Files.copy(archive, folder.resolve("all/fields.necg"));
        Path back = folder.resolve("back");
        done("decode", "-o", back, folder.resolve("all"));
        assertThat(back.resolve("a/b/other.nc")).isRegularFile();
        assertThat(back.resolve("fields.nc")).isRegularFile();
    }

    @Test
    void refuseToWriteTwoFilesToOneAndToMixThemWithOthers() throws IOException {
        Path again = Files.createDirectories(folder.resolve("again")).resolve("fields.necg");
        Files.copy(archive, again);
        Path fieldsAgain = Files.copy(fields, folder.resolve("again/fields.nc"));
        Path out = folder.resolve("out");
        complained(archive + " and " + again + " would both become", "decode", "-o", out, archive, again);
        complained(
                fields + " and " + fieldsAgain + " would both", "encode", "-c", codec, "-o", out, fields, fieldsAgain);
        Path stream = Files.createFile(folder.resolve("one.nemb"));
        complained(stream + ": is no archive of gridded fields", "decode", "-o", out, archive, stream);
        assertThat(out).doesNotExist();
    }

    @Test
    void tellsTheRatioWithOneDigitAndOneLevelAsOne() {
        Cli info = Cli.run("info", archive);
        assertThat(info.out()).contains("6 times, 1 level, 36 x 40").containsPattern("ratio +[0-9]+(\\.[0-9])?\\n");
    }

    private static void refused(String sentence, List<String> option, Object... words) {
        List<Object> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(option);
        String name = option.get(0).split("=")[0];
        complained(sentence + ", on which " + name + " has no effect; leave it out", all.toArray());
    }

    private static void complained(String sentence, Object... words) {
        Cli cli = Cli.run(words);
        assertThat(cli.status()).as(Arrays.toString(words) + cli.err()).isEqualTo(2);
        assertThat(cli.complaint()).contains(sentence).hasLineCount(1);
    }

    private static void done(Object... words) {
        Cli cli = Cli.run(words);
        assertThat(cli.status()).as(cli.err()).isZero();
    }
}
