package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.NoisePictures;
import org.nec4j.kernel.cpu.Bfloat16Library;
import org.nec4j.train.TrainingUi;

/** Each: one sentence that names the culprit, status 2, and nothing half-written. */
class Nec4jBadInputTest {
    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static TinyRun tiny;
    private static Path run;
    private static Path codec;
    private static Path picture;
    private static Path stream;

    @BeforeAll
    static void trainOnce() throws IOException {
        tiny = TinyRun.in(shared);
        run = tiny.train();
        codec = tiny.export(run);
        picture = NoisePictures.rgb(shared.resolve("pictures/good.png"), 32);
        Cli.run("encode", "-c", codec, "-o", shared, picture);
        stream = shared.resolve("good.nemb");
    }

    @Test
    void aConfigThatIsMissingAFolderOrOfAnotherKind() {
        refused("does not exist", "train", folder.resolve("none.conf"));
        refused("is a folder", "train", folder);
        refused("is no text in UTF-8", "train", picture);
        refused("data set description (datasets/NAME.conf) is expected", "eval", codec, "--data", tiny.config());
        refused("experiment (configs/NAME.conf) is expected", "train", shared.resolve("scenes.conf"));
    }

    @Test
    void tablesForPapersOfAStudyThatHasNone() throws IOException {
        Path study = Files.writeString(folder.resolve("study.conf"), "grids = []");
        refused("is a study of gridded fields", "reproduce", study, "--format", "pdf");
        assertThat(folder).isDirectoryNotContaining("glob:**.md");
    }

    @Test
    void aCheckpointThatIsMissingTruncatedOrOfAnotherKind() throws IOException {
        refused("does not exist", "train", tiny.config(), "model.checkpoint=" + folder.resolve("none.pth"));
        Path start = run.resolve("start.safetensors");
        refusedFile(truncated(start, "cut.safetensors"), "train", tiny.config(), "model.checkpoint=");
        refusedFile(copy(picture, "picture.pth"), "train", tiny.config(), "model.checkpoint=");
        refusedFile(Files.createFile(folder.resolve("empty.pth")), "train", tiny.config(), "model.checkpoint=");
        Cli misfit = Cli.run("train", tiny.config(), "model.dim=32", "model.checkpoint=" + start);
        assertThat(misfit.status()).isEqualTo(2);
        assertThat(misfit.complaint())
                .contains("wrong shape: blocks.1.mlp.fc2.weight is [16, 64], expected [32, 128]")
                .contains("surplus: bottleneck.quantiles");
    }

    @Test
    void anImageThatIsMissingTruncatedTooSmallOrOfOtherChannels() throws IOException {
        Path out = folder.resolve("out");
        refused("none.png", "encode", "-c", codec, "-o", out, folder.resolve("none.png"));
        Path cut = truncated(picture, "cut.png");
        refused("cut.png", "encode", "-c", codec, "-o", out, cut);
        refused("text.png", "encode", "-c", codec, "-o", out, Files.writeString(folder.resolve("text.png"), "words"));
        refused("16x16", "encode", "-c", codec, "-o", out, NoisePictures.rgb(folder.resolve("small.png"), 16));
        refused("no image", "encode", "-c", codec, "-o", out, Files.createDirectory(folder.resolve("empty")));
        assertThat(filesIn(out)).isEmpty();
    }

    @Test
    void aDataSetWithoutImagesWithAnUnknownClassOrASplitThatIsAbsent() throws IOException {
        Path images = Files.createDirectories(folder.resolve("images"));
        Path set = Files.writeString(folder.resolve("set.conf"), "name = mine\nfolders = [images]\nclasses = [a]");
        String data = "data.sets=[\"" + set + "\"]";
        refused("holds no image", "train", tiny.config(), data);
        NoisePictures.rgb(images.resolve("b/one.png"), 32);
        refused("unknown class 'b'", "train", tiny.config(), data);
        Files.writeString(set, "name = mine\nfolders = [images]\nsplit { train = 1, val = 0, test = 0 }");
        refused("holds images of a single class, 'b'", "train", tiny.config(), data);
        NoisePictures.rgb(images.resolve("c/two.png"), 32);
        refused("8 images cannot be drawn from 2", "train", tiny.config(), data);
        refused("test", "eval", codec, "--data", set);
        Files.writeString(set, "name = mine\nfolders = [elsewhere]");
        refused("elsewhere", "train", tiny.config(), data);
    }

    @Test
    void aCodecThatIsMissingTruncatedChangedOrOfAnotherKind() throws IOException {
        Path out = folder.resolve("out");
        refused("none.nec", "decode", "-c", folder.resolve("none.nec"), "-o", out, stream);
        refused("cut.nec", "decode", "-c", truncated(codec, "cut.nec"), "-o", out, stream);
        refused("cut.nec", "encode", "-c", folder.resolve("cut.nec"), "-o", out, picture);
        refused("not a codec", "decode", "-c", run.resolve("start.safetensors"), "-o", out, stream);
        refused("good.png", "encode", "-c", picture, "-o", out, picture);
        assertThat(filesIn(out)).isEmpty();
    }

    @Test
    void aStreamThatIsMissingTruncatedChangedOrOfAnotherCodec() throws IOException {
        Path out = folder.resolve("out");
        refused("is a file of fields, and decode takes what nec4j encode made", "decode", "-o", out, "fields.nc");
        refused("none.nemb", "decode", "-c", codec, "-o", out, folder.resolve("none.nemb"));
        refused("cut.nemb", "decode", "-c", codec, "-o", out, truncated(stream, "cut.nemb"));
        byte[] bytes = Files.readAllBytes(stream);
        bytes[bytes.length / 2] ^= 4;
        refused("bit.nemb", "decode", "-c", codec, "-o", out, Files.write(folder.resolve("bit.nemb"), bytes));
        refused("good.png", "decode", "-c", codec, "-o", out, picture);
        Path other = folder.resolve("other.nec");
        Cli.run("export", tiny.train("experiment.seed=5"), "-o", other);
        refused("another codec", "decode", "-c", other, "-o", out, stream);
        assertThat(filesIn(out)).isEmpty();
    }

    @Test
    void twoFilesThatWouldBeWrittenToOne() throws IOException {
        Path again = Files.createDirectories(folder.resolve("again")).resolve("good.nemb");
        Files.copy(stream, again);
        refused("different folders", "decode", "-c", codec, "-o", folder.resolve("out"), stream, again);
    }

    @Test
    void aRunFolderThatIsMissingOrNone() {
        refused("none", "export", folder.resolve("none"), "-o", folder.resolve("x.nec"));
        refused("no run folder", "export", folder, "-o", folder.resolve("x.nec"));
        refused("no run folder", "train", "--resume", folder);
        refused("either", "train", tiny.config(), "--resume", run);
        assertThat(folder.resolve("x.nec")).doesNotExist();
    }

    @Test
    void anOutputThatCannotBeWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        refused("file", "export", run, "-o", file.resolve("x.nec"));
        refused("file", "decode", "-c", codec, "-o", file, stream);
        refused("file", "train", tiny.config(), "experiment.runs=" + file);
    }

    @Test
    void aLossThatIsNoNumberStopsAtOnceAndKeepsTheLastGoodState() throws IOException {
        Path runs = folder.resolve("runs");

        Cli broken = Cli.run(
                "train",
                tiny.config(),
                "experiment.runs=" + runs,
                "training.optimizer.learning-rate=1e30",
                "training.schedule.warmup=2steps",
                "training.length=20steps");

        assertThat(broken.status()).isNotZero();
        assertThat(broken.complaint()).hasLineCount(1).containsPattern("step [0-9]+");
        try (Stream<Path> all = Files.walk(runs)) {
            assertThat(all.filter(f -> f.getFileName().toString().startsWith("step-"))
                            .toList())
                    .as("saved states")
                    .isNotEmpty();
        }
    }

    @Test
    void rulesThatLeaveATensorOutOrAShareThatIsNotKept() {
        refused("no rule covers", "train", tiny.config(), "training.parameters=[{pattern=\"norm.*\",train=true}]");
        refused(
                "promises [0.0, 0.01], but 0.4316 of the numbers would train",
                "train",
                tiny.config(),
                "training.trainable-share=[0,0.01]");
    }

    @Test
    void aTrainingUiThatIsNotBuiltInOrAPortThatIsNone() {
        refused("--ui-port is 65536", "train", "--ui", "--ui-port", 65536, tiny.config());
        Assumptions.assumeTrue(
                ServiceLoader.load(TrainingUi.class).findFirst().isEmpty(), "the training UI is built in here");
        refused("training UI is not built in", "train", "--ui", tiny.config());
    }

    @Test
    void bfloat16WhereItIsNotBuiltInIsRefusedBeforeARunBegins() {
        Assumptions.assumeTrue(
                ServiceLoader.load(Bfloat16Library.class).findFirst().isEmpty(), "oneDNN is built in here");
        Path runs = folder.resolve("half");
        refused(
                "products in bfloat16 are not built in",
                "train",
                tiny.config(),
                "training.frozen-precision=bfloat16",
                "experiment.runs=" + runs);
        assertThat(runs).doesNotExist();
    }

    private static void refused(String expected, Object... words) {
        Cli cli = Cli.run(words);
        assertThat(cli.status()).as(Arrays.toString(words) + cli.err()).isEqualTo(2);
        assertThat(cli.complaint()).contains(expected).hasLineCount(1).doesNotContain("Exception");
    }

    private static void refusedFile(Path file, String command, Path config, String setting) {
        refused(file.getFileName().toString(), command, config, setting + file);
    }

    private Path truncated(Path file, String name) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return Files.write(folder.resolve(name), Arrays.copyOf(bytes, bytes.length * 2 / 3));
    }

    private Path copy(Path file, String name) throws IOException {
        return Files.copy(file, folder.resolve(name));
    }

    private static Path[] filesIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return new Path[0];
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toArray(Path[]::new);
        }
    }
}
