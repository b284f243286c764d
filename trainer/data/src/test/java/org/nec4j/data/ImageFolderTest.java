package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nec4j.codec.error.UserException;

class ImageFolderTest {
    private static final SplitRule RULE = new SplitRule(0.6, 0.2, 0.2, 1);
    private static final String DIGEST = "0".repeat(63);

    @TempDir
    Path root;

    @BeforeEach
    void images() throws IOException {
        for (String folder : List.of("water", "forest")) {
            Files.createDirectories(root.resolve(folder).resolve("deep"));
            for (int i = 0; i < 10; i++) {
                Files.write(root.resolve(folder).resolve(i < 5 ? i + ".JPG" : "deep/" + i + ".png"), new byte[] {1});
            }
            Files.write(root.resolve(folder).resolve("notes.txt"), new byte[] {1});
        }
        Files.createDirectories(root.resolve(".hidden"));
    }

    @Test
    void aFolderIsAClass() {
        Dataset dataset = ImageFolder.read("tiny", root, List.of(), RULE);
        assertThat(dataset.classes()).containsExactly("forest", "water");
        assertThat(dataset.size()).isEqualTo(20);
        assertThat(dataset.samples().get(0).key()).isEqualTo("forest/0.JPG");
        assertThat(dataset.samples().get(19).label()).isEqualTo(1);
    }

    @Test
    void splitsEveryClassAtTheFractionsAndByTheSeed() {
        Dataset dataset = ImageFolder.read("tiny", root, List.of(), RULE);
        for (int label = 0; label < 2; label++) {
            int wanted = label;
            Map<Split, Long> counts = dataset.samples().stream()
                    .filter(s -> s.label() == wanted)
                    .collect(Collectors.groupingBy(Sample::split, Collectors.counting()));
            assertThat(counts).isEqualTo(Map.of(Split.TRAIN, 6L, Split.VAL, 2L, Split.TEST, 2L));
        }
        assertThat(ImageFolder.read("tiny", root, List.of(), RULE)).isEqualTo(dataset);
        SplitRule other = new SplitRule(0.6, 0.2, 0.2, 2);
        assertThat(ImageFolder.read("tiny", root, List.of(), other)).isNotEqualTo(dataset);
    }

    @Test
    void foldersNamedAfterSplitsAreSplits() throws IOException {
        Path other = root.resolve("other");
        for (String image : List.of("train/a/1.png", "train/b/1.png", "test/b/1.png")) {
            Files.createDirectories(other.resolve(image).getParent());
            Files.write(other.resolve(image), new byte[] {1});
        }
        Dataset dataset = ImageFolder.read("tiny", other, List.of(), RULE);
        assertThat(dataset.classes()).containsExactly("a", "b");
        assertThat(dataset.only(Split.TRAIN).size()).isEqualTo(2);
        assertThat(dataset.only(Split.TEST).samples().get(0).key()).isEqualTo("test/b/1.png");
    }

    @Test
    void refusesASplitWithoutImages() {
        Dataset dataset = ImageFolder.read("tiny", root, List.of(), SplitRule.allTrain());
        assertThatThrownBy(() -> dataset.only(Split.VAL))
                .isInstanceOf(UserException.class)
                .hasMessage(
                        "data set tiny has no image in split val; it has images in: train; name folders after splits,"
                                + " or state shares: split { train = 0.6, val = 0.2, test = 0.2 }");
    }

    @Test
    void refusesAFolderWithoutImages() {
        assertRefused(() -> ImageFolder.read("tiny", root.resolve(".hidden"), List.of(), RULE), "holds no image");
        assertRefused(() -> ImageFolder.read("tiny", root.resolve("absent"), List.of(), RULE), "no such folder");
        assertRefused(() -> ImageFolder.unlabelled("some", List.of(root.resolve(".hidden"))), "holds no image");
        assertRefused(() -> ImageFolder.unlabelled("some", List.of(root.resolve("a.png"))), "no such file or folder");
    }

    @Test
    void refusesAnUnknownClass() {
        assertRefused(
                () -> ImageFolder.read("tiny", root, List.of("water"), RULE),
                "unknown class 'forest', data set tiny has water");
    }

    @Test
    void masksBesideImagesAreNoImages() throws IOException {
        Path other = root.resolve("other");
        for (String image : List.of("images/1.png", "images/2.png", "masks/1.png", "masks/2.png")) {
            Files.createDirectories(other.resolve(image).getParent());
            Files.write(other.resolve(image), new byte[] {1});
        }
        Dataset dataset = ImageFolder.read("tiny", other, List.of("road"), SplitRule.allTrain());
        assertThat(dataset.samples()).extracting(Sample::key).containsExactly("images/1.png", "images/2.png");
        assertThat(dataset.samples()).allMatch(s -> s.label() == Sample.UNLABELLED);
    }

    @Test
    void listsImagesWithoutLabels() {
        Dataset dataset = ImageFolder.unlabelled("some", List.of(root.resolve("water"), root.resolve("forest/1.JPG")));
        assertThat(dataset.size()).isEqualTo(11);
        assertThat(dataset.samples()).allMatch(s -> s.label() == Sample.UNLABELLED);
        assertThat(dataset.samples().get(10).key()).isEqualTo("1.JPG");
    }

    @Test
    void anIndexSaysPathLabelAndSplit() throws IOException {
        index(
                "path,label,split,sha256",
                "water/1.JPG,w,train," + DIGEST + "1",
                "forest/1.JPG,f,pretrain," + DIGEST + "2");
        Dataset dataset = ImageFolder.read("tiny", root, List.of(), RULE);
        assertThat(dataset.classes()).containsExactly("f", "w");
        assertThat(dataset.samples())
                .extracting(Sample::key, Sample::label, Sample::split)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("forest/1.JPG", 0, Split.PRETRAIN),
                        org.assertj.core.groups.Tuple.tuple("water/1.JPG", 1, Split.TRAIN));
        assertThat(dataset.samples().get(1).sha256()).hasValue(DIGEST + "1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            water/1.JPG,w,train   | 4 fields
            water/1.JPG,w,tests,0 | line 3: split 'tests', expected train, val, test or pretrain
            water/99.JPG,w,test,0 | does not exist
            ../1.JPG,w,test,0     | line 3: path '../1.JPG', expected a path below
            water/1.JPG,w,test,0  | line 3: sha256 '0', expected 64 hexadecimal digits
            water//0.JPG,w,test,0 | line 3: 'water//0.JPG' is listed on line 2 already
            "water/1.JPG"x,w,test,0| line 3: a quoted field is followed by 'x'
            """)
    void refusesAFaultyLineByItsNumber(String line, String message) throws IOException {
        index("path,label,split,sha256", "water/0.JPG,w,train," + DIGEST + "1", line.strip());
        String expected = message.equals("4 fields") ? "line 3: 3 fields, expected 4" : message;
        assertRefused(() -> ImageFolder.read("tiny", root, List.of(), RULE), expected);
    }

    @Test
    void anIndexOfImagesWithMasksSaysSplitsAlone() throws IOException {
        for (String place : List.of("images/1.JPG", "images/2.JPG", "masks/1.png", "masks/2.png")) {
            Files.createDirectories(root.resolve(place).getParent());
            Files.write(root.resolve(place), new byte[] {1});
        }
        index("path,mask,split,tile", "images/2.JPG,masks/2.png,train,t", "images/1.JPG,masks/1.png,test,u");
        Dataset dataset = ImageFolder.read("tiny", root, List.of("road", "water"), RULE);
        assertThat(dataset.classes()).containsExactly("road", "water");
        assertThat(dataset.samples())
                .extracting(Sample::key, Sample::label, Sample::split)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("images/1.JPG", Sample.UNLABELLED, Split.TEST),
                        org.assertj.core.groups.Tuple.tuple("images/2.JPG", Sample.UNLABELLED, Split.TRAIN));

        index("path,mask,split", "images/2.JPG,masks/1.png,train");
        assertRefused(
                () -> ImageFolder.read("tiny", root, List.of(), RULE),
                "line 2: mask 'masks/1.png' of image 'images/2.JPG', expected masks/NAME for images/NAME");
    }

    @Test
    void refusesOneImageInTwoSplits() throws IOException {
        index("path,label,split,sha256", "water/0.JPG,w,train," + DIGEST + "1", "water/1.JPG,w,test," + DIGEST + "1");
        assertRefused(
                () -> ImageFolder.read("tiny", root, List.of(), RULE),
                "line 3: the same image as line 2 (equal sha256) in split test and in train");
    }

    @Test
    void refusesALabelThatTheDescriptionDoesNotName() throws IOException {
        index("path,label,split", "water/0.JPG,w,train");
        assertRefused(
                () -> ImageFolder.read("tiny", root, List.of("a", "b"), RULE),
                "line 2: unknown class 'w', the description names a, b");
    }

    @Test
    void refusesAnIndexWithoutHeaderOrLines() throws IOException {
        index("water/0.JPG,w,train");
        assertRefused(() -> ImageFolder.read("tiny", root, List.of(), RULE), "line 1: header 'water/0.JPG,w,train'");
        index("path,label,split");
        assertRefused(() -> ImageFolder.read("tiny", root, List.of(), RULE), "lists no image");
        Files.write(root.resolve("index.csv"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        assertRefused(() -> ImageFolder.read("tiny", root, List.of(), RULE), "is not UTF-8 text");
    }

    private void index(String... lines) throws IOException {
        Files.write(root.resolve("index.csv"), List.of(lines));
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String part) {
        assertThatThrownBy(call).isInstanceOf(UserException.class).hasMessageContaining(part);
    }
}
