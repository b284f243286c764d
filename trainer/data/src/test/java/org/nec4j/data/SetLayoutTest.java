package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.codec.error.UserException;

class SetLayoutTest {
    private static final SplitRule RULE = new SplitRule(0.5, 0.25, 0.25, 1);

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({
        "train, valid, test",
        "Train, Val, Test",
        "training, validation, testing",
        "TRAIN, dev, test",
        "train_set, val_set, test_set",
        "01_train, 02_val, 03_test",
        "train2017, val2017, test2017"
    })
    void foldersCalledAfterSplitsAreSplits(String train, String val, String test) throws IOException {
        for (String name : List.of("dune", "lake")) {
            images(train + "/" + name, 4);
            images(val + "/" + name, 2);
            images(test + "/" + name, 1);
        }
        Dataset set = read();
        assertThat(set.classes()).containsExactly("dune", "lake");
        assertThat(splits(set)).isEqualTo(Map.of(Split.TRAIN, 8L, Split.VAL, 4L, Split.TEST, 2L));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aClassWithAControlCharacterIsRefused() throws IOException {
        images("dune", 2);
        images("la\nke", 2);

        assertThatThrownBy(this::read)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("the class \"la\\u000ake\" holds a control character");
    }

    @ParameterizedTest
    @CsvSource({
        "seg_train, seg_test, the folders seg_test seg_train seem to be splits",
        "trainA, testA, the folders testA trainA seem to be splits",
        "my-train-part, my.val.part, seem to be splits",
        "fold1, fold2, the folders fold1 fold2 all hold the same folders (dune lake)",
        "split_0, split_1, all hold the same folders",
        "original, augmented, all hold the same folders"
    })
    void foldersThatAreHardlyClassesAreRefused(String one, String other, String part) throws IOException {
        for (String name : List.of("dune", "lake")) {
            images(one + "/" + name, 3);
            images(other + "/" + name, 2);
        }
        assertThatThrownBy(this::read)
                .isInstanceOf(UserException.class)
                .satisfies(e -> assertThat(e.getMessage().replace(",", "")).contains(part));
        // Whoever means them says so.
        assertThat(ImageFolder.read("set", root, List.of(other, one), RULE).classes())
                .containsExactly(other, one);
    }

    @Test
    void classesMayBeOrderedByYearAndBeCalledAfterOneSplit() throws IOException {
        for (String name : List.of("train_station", "airport")) {
            images(name + "/2019", 2);
            images(name + "/2020", 2);
        }
        assertThat(read().classes()).containsExactly("airport", "train_station");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dune", "dune ", " dune", "dune\u00a0", "dune\u200b", "DUNE"})
    void classesThatLookAlikeAreRefused(String twin) throws IOException {
        images("train/dune", 2);
        images("train/lake", 2);
        images("test/" + twin, 2);
        images("test/lake", 2);
        assertThatThrownBy(this::read)
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(root + ": the classes \"")
                .hasMessageContaining("differ by spaces, capitals or the form of accents alone");
    }

    @Test
    void accentsOfTwoFormsAreOneClassToPeople() throws IOException {
        Files.writeString(
                root.resolve("index.csv"),
                "path,label,split\n0.jpg,for\u00eat,train\n1.jpg,fore\u0302t,test\n2.jpg,lake,train\n");
        images(".", 3);
        assertThatThrownBy(this::read)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("the classes \"fore\\u0302t\" and \"for\\u00eat\" differ");
    }

    @Test
    void splitsMayLieBelowTheClasses() throws IOException {
        images("dune/train", 4);
        images("dune/test", 2);
        images("lake/train", 3);
        Dataset set = read();
        assertThat(set.classes()).containsExactly("dune", "lake");
        assertThat(splits(set)).isEqualTo(Map.of(Split.TRAIN, 7L, Split.TEST, 2L));
    }

    @Test
    void splitsMayHoldImagesWithoutAClass() throws IOException {
        images("train", 4);
        images("test", 2);
        Dataset set = read();
        assertThat(set.classes()).isEmpty();
        assertThat(splits(set)).isEqualTo(Map.of(Split.TRAIN, 4L, Split.TEST, 2L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UCMerced/Images/", "data/", ""})
    void foldersAroundTheClassesAreNoClass(String around) throws IOException {
        images(around + "dune", 4);
        images(around + "lake", 4);
        assertThat(read().classes()).containsExactly("dune", "lake");
        assertThat(read().samples().get(0).key()).isEqualTo(around + "dune/0.jpg");
    }

    @Test
    void aFolderAroundSplitsMasksOrAnIndexIsNoClass() throws IOException {
        images("set/train/dune", 2);
        images("set/train/lake", 2);
        images("set/val/dune", 1);
        assertThat(splits(read())).isEqualTo(Map.of(Split.TRAIN, 4L, Split.VAL, 1L));
        root = Files.createDirectories(root.resolve("second"));
        images("set/Images", 3);
        images("set/Masks", 3);
        assertThat(read().classes()).isEmpty();
        assertThat(read().size()).isEqualTo(3);
        assertThat(SegmentationFolder.read(root, List.of()).size()).isEqualTo(3);
        root = Files.createDirectories(root.resolve("set/Images/third"));
        images("set/pictures", 2);
        Files.writeString(root.resolve("set/index.csv"), "path,label,split\npictures/0.jpg,x,train\n");
        assertThat(read().size()).isEqualTo(1);
    }

    @Test
    void anIndexMaySplitImagesWithMasks() throws IOException {
        images("images", 3);
        images("masks", 3);
        Files.writeString(root.resolve("index.csv"), "path,label,split\nimages/0.jpg,,train\nimages/2.jpg,,test\n");
        assertThat(splits(read())).isEqualTo(Map.of(Split.TRAIN, 1L, Split.TEST, 1L));
        SegmentationFolder folder = SegmentationFolder.read(root, List.of());
        assertThat(folder.mask(read().samples().get(1).path())).contains(root.resolve("masks/2.jpg"));
    }

    @Test
    void imagesAndMasksMayBeSplit() throws IOException {
        images("train/images", 3);
        images("train/masks", 3);
        images("test/images", 2);
        images("test/masks", 2);
        assertThat(splits(read())).isEqualTo(Map.of(Split.TRAIN, 3L, Split.TEST, 2L));
        assertThat(SegmentationFolder.read(root, List.of()).masks())
                .containsEntry(root.resolve("test/images/1.jpg"), root.resolve("test/masks/1.jpg"));
        root = Files.createDirectories(root.resolve("second"));
        images("images/train", 3);
        images("masks/train", 3);
        images("images/val", 2);
        images("masks/val", 2);
        assertThat(splits(read())).isEqualTo(Map.of(Split.TRAIN, 3L, Split.VAL, 2L));
        assertThat(SegmentationFolder.read(root, List.of()).masks())
                .containsEntry(root.resolve("images/val/0.jpg"), root.resolve("masks/val/0.jpg"));
    }

    @Test
    void aSingleClassStopsWithASentence() throws IOException {
        images("dune", 4);
        refused("holds images of a single class, 'dune'");
        assertThat(ImageFolder.read("x", root, List.of("dune"), RULE).size()).isEqualTo(4);
        images("train/dune", 4);
        Files.createDirectories(root.resolve("empty"));
        refused("folders that are named after splits (train) lie beside others (dune)");
    }

    @Test
    void aSingleClassOverSplitsStopsWithASentence() throws IOException {
        images("train/dune", 4);
        images("test/dune", 4);
        refused("holds images of a single class, 'dune'");
    }

    @Test
    void splitsBesideClassesStopWithASentence() throws IOException {
        images("train/dune", 4);
        images("train/lake", 4);
        images("holdout/dune", 4);
        refused("folders that are named after splits (train) lie beside others (holdout); move those away");
        root = Files.createDirectories(root.resolve("second"));
        images("dune/train", 4);
        images("lake", 4);
        refused("dune" + java.io.File.separator + "train: is named after a split");
        root = Files.createDirectories(root.resolve("lake/third"));
        images("train/dune", 4);
        images("test", 4);
        refused("some hold folders of classes and some images without a class");
    }

    @Test
    void classesThatLookLikeSplitsMayBeNamed() throws IOException {
        images("valid", 4);
        images("invalid", 4);
        refused("folders that are named after splits (valid) lie beside others (invalid)");
        Dataset set = ImageFolder.read("x", root, List.of("invalid", "valid"), RULE);
        assertThat(set.classes()).containsExactly("invalid", "valid");
        assertThat(splits(set)).isEqualTo(Map.of(Split.TRAIN, 4L, Split.VAL, 2L, Split.TEST, 2L));
    }

    @Test
    void partsOfASetAreNoClasses() throws IOException {
        images("images", 4);
        images("labels", 4);
        refused("holds images, labels, which is hardly a class");
        images("masks", 4);
        assertThat(read().size()).isEqualTo(4);
        assertThat(read().leftOut().phrase()).contains("4 images beside the folders that were read (labels)");
    }

    @Test
    void imagesBesideTheClassesAreCounted() throws IOException {
        images("", 3);
        images("dune", 4);
        images("lake", 4);
        assertThat(read().size()).isEqualTo(8);
        assertThat(read().leftOut().count(LeftOut.Reason.BESIDE)).isEqualTo(3);
    }

    @Test
    void theCasesThatPeopleReported() throws IOException {
        for (String name : List.of("D1", "D2", "D2b")) {
            Dataset set = ImageFolder.read(
                    name, org.nec4j.SharedData.require("data/cases").resolve(name + "/data"), List.of(), RULE);
            assertThat(set.classes()).as(name).containsExactly("dune", "lake");
            assertThat(set.size()).as(name).isEqualTo(20);
        }
        Dataset split = ImageFolder.read("D4", org.nec4j.SharedData.require("data/cases/D4/data"), List.of(), RULE);
        assertThat(splits(split)).isEqualTo(Map.of(Split.TRAIN, 16L, Split.VAL, 8L, Split.TEST, 8L));
    }

    private Dataset read() {
        return ImageFolder.read("x", root, List.of(), RULE);
    }

    private void refused(String part) {
        assertThatThrownBy(this::read).isInstanceOf(UserException.class).hasMessageContaining(part);
    }

    private static Map<Split, Long> splits(Dataset set) {
        Map<Split, Long> splits = new TreeMap<>();
        set.samples().forEach(sample -> splits.merge(sample.split(), 1L, Long::sum));
        return splits;
    }

    private void images(String folder, int count) throws IOException {
        Files.createDirectories(root.resolve(folder));
        for (int i = 0; i < count; i++) {
            Files.write(root.resolve(folder).resolve(i + ".jpg"), new byte[] {1});
        }
    }
}
