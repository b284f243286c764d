package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.SharedData;
import org.nec4j.data.DatasetCheck.Findings;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

class DatasetCheckTest {
    @TempDir
    Path root;

    @Test
    void reportsEveryProblemInASentence() throws IOException {
        image("train/a/good.png", 20, 1);
        image("train/b/small.png", 9, 2);
        image("test/b/good.png", 20, 3);
        image("test/c/copy.png", 20, 1);
        Files.write(root.resolve("test/c/broken.jpg"), new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0});
        Findings found = findings(ImageFolder.read("tiny", root, List.of(), SplitRule.allTrain()), false);
        assertThat(found.isSound()).isFalse();
        List<String> problems = found.errors();
        assertThat(problems).hasSize(4);
        assertThat(problems.get(0)).contains("broken.jpg: a truncated JPEG file");
        assertThat(problems.get(1)).contains("small.png: 9x9 pixels, smaller than the crop of 16");
        assertThat(problems.get(2))
                .contains("good.png: the same file as ")
                .endsWith(
                        "one in split train and the other in test; remove one, or allow copies (data.copies = allow, or --copies allow where a"
                                + " command has no settings)");
        assertThat(problems.get(3)).startsWith("data set tiny: class 'c' has no image to learn from (split train)");
        assertThat(found.warnings())
                .singleElement()
                .asString()
                .startsWith("data set tiny: class 'a' has no image in split test");
    }

    @Test
    void copiesAreWarningsWhereTheyAreAllowedOrServeTheSamePurpose() throws IOException {
        image("train/a/one.png", 20, 1);
        image("train/a/two.png", 20, 2);
        image("train/a/twice.png", 20, 2);
        image("test/a/three.png", 20, 1);
        Dataset dataset = ImageFolder.read("tiny", root, List.of("a"), SplitRule.allTrain());

        assertThat(findings(dataset, false).errors())
                .hasSize(1)
                .first()
                .asString()
                .contains("train/a/one.png");
        Findings allowed = findings(dataset, true);
        assertThat(allowed.isSound()).isTrue();
        assertThat(allowed.warnings()).hasSize(2).anyMatch(w -> w.contains("one.png: the same file as "));
        assertThat(allowed.warnings()).anyMatch(w -> w.startsWith("1 image is a copy of others"));
    }

    @Test
    void splitsThatNobodyReadsAreNotLookedAt() throws IOException {
        image("train/a/one.png", 20, 1);
        image("pretrain/a/copy.png", 20, 1);
        Files.writeString(root.resolve("pretrain/a/broken.png"), "no image");
        Dataset dataset = ImageFolder.read("tiny", root, List.of("a"), SplitRule.allTrain());

        assertThat(findings(dataset, false).errors()).isEmpty();
        assertThat(DatasetCheck.of(parts(dataset), EnumSet.of(Split.TRAIN, Split.PRETRAIN), false, untold())
                        .errors())
                .singleElement()
                .asString()
                .contains("broken.png: is no JPEG, PNG or TIFF image");
    }

    @Test
    void theSameFileInTwoDataSetsThatAreReadTogetherIsFound() throws IOException {
        image("one/train/a/x.png", 20, 1);
        image("two/test/b/y.png", 20, 1);
        image("two/train/b/z.png", 20, 4);
        List<DatasetCheck.Part> parts = Stream.of("one", "two")
                .map(name -> ImageFolder.read(
                        name, root.resolve(name), List.of(name.equals("one") ? "a" : "b"), SplitRule.allTrain()))
                .flatMap(dataset -> parts(dataset).stream())
                .toList();

        assertThat(DatasetCheck.of(parts, Set.of(Split.TRAIN), false, untold()).errors())
                .singleElement()
                .asString()
                .contains("two/test/b/y.png: the same file as ", "one/train/a/x.png");
    }

    @Test
    void withoutALookNoImageIsOpenedAndCopiesAreStillFound() throws IOException {
        image("train/a/one.png", 20, 1);
        image("test/a/copy.png", 20, 1);
        Files.writeString(root.resolve("train/a/broken.png"), "no image");
        Dataset dataset = ImageFolder.read("tiny", root, List.of("a"), SplitRule.allTrain());

        assertThat(DatasetCheck.of(
                                List.of(new DatasetCheck.Part(dataset, Optional.empty())),
                                Set.of(Split.TRAIN),
                                false,
                                untold())
                        .errors())
                .singleElement()
                .asString()
                .contains("the same file");
    }

    @Test
    void tenBrokenFilesEndTheLook() throws IOException {
        for (int i = 0; i < 600; i++) {
            Files.createDirectories(root.resolve("train/a"));
            Files.writeString(root.resolve("train/a/" + (1000 + i) + ".png"), "no image, number " + i);
        }
        Dataset dataset = ImageFolder.read("tiny", root, List.of("a"), SplitRule.allTrain());

        Findings found = findings(dataset, false);
        assertThat(found.unseen()).isEqualTo(600 - 256);
        assertThat(found.errors()).hasSize(256).first().asString().contains("1000.png: is no JPEG, PNG or TIFF image");
    }

    @Test
    void reportsAFileThatIsNotTheOneTheIndexNames() throws IOException {
        image("a.png", 20, 1);
        Files.writeString(root.resolve("index.csv"), "path,label,split,sha256\na.png,a,train," + "0".repeat(64) + "\n");
        Dataset dataset = ImageFolder.read("tiny", root, List.of(), SplitRule.allTrain());
        assertThat(findings(dataset, false).errors())
                .singleElement()
                .asString()
                .contains("a.png: is not the file that the index names (sha256 ");
    }

    @Test
    void findsNothingInARealDataSet() {
        Dataset rsscn7 = ImageFolder.read("rsscn7", SharedData.require("data/rsscn7"), List.of(), SplitRule.allTrain());
        List<Sample> some = rsscn7.samples().stream()
                .filter(s -> s.key().matches(".*[05]\\.jpg"))
                .toList();
        assertThat(some).hasSizeGreaterThan(300);
        Findings found = findings(new Dataset("rsscn7", rsscn7.classes(), some), false);
        assertThat(found.errors()).isEmpty();
        assertThat(found.warnings()).isEmpty();
    }

    private static Findings findings(Dataset dataset, boolean copiesAllowed) {
        return DatasetCheck.of(parts(dataset), Set.of(Split.TRAIN), copiesAllowed, untold());
    }

    private static List<DatasetCheck.Part> parts(Dataset dataset) {
        Batches batches = Batches.evaluation(new FileImages(dataset), CentreCrop.of(16), Normalization.imageNet(), 1);
        return List.of(new DatasetCheck.Part(dataset, Optional.of(batches::batch)));
    }

    private static Progress untold() {
        return Console.silent().progress("checking", 1, "images");
    }

    private void image(String name, int side, int shade) {
        byte[] samples = new byte[side * side * 3];
        Arrays.fill(samples, (byte) shade);
        PngWriter.write(root.resolve(name), new ByteImage(side, side, 3, samples));
    }
}
