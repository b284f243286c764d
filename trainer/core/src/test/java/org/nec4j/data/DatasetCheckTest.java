package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.SharedData;

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
        Dataset dataset = ImageFolder.read("tiny", root, List.of(), SplitRule.allTrain());
        List<String> problems = DatasetCheck.problems(dataset, CentreCrop.of(16));
        assertThat(problems).hasSize(4);
        assertThat(problems.get(0)).contains("broken.jpg: a truncated JPEG file");
        assertThat(problems.get(1))
                .contains("good.png: the same file as ")
                .endsWith("one in split train and the other in test; remove one");
        assertThat(problems.get(2)).contains("small.png: 9x9 pixels, smaller than the crop of 16");
        assertThat(problems.get(3)).isEqualTo("data set tiny: class 'c' has no image in split train");
    }

    @Test
    void reportsAFileThatIsNotTheOneTheIndexNames() throws IOException {
        image("a.png", 20, 1);
        Files.writeString(root.resolve("index.csv"), "path,label,split,sha256\na.png,a,train," + "0".repeat(64) + "\n");
        Dataset dataset = ImageFolder.read("tiny", root, List.of(), SplitRule.allTrain());
        assertThat(DatasetCheck.problems(dataset, CentreCrop.of(16)))
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
        assertThat(DatasetCheck.problems(new Dataset("rsscn7", rsscn7.classes(), some), CentreCrop.of(256)))
                .isEmpty();
    }

    private void image(String name, int side, int shade) {
        byte[] samples = new byte[side * side * 3];
        Arrays.fill(samples, (byte) shade);
        PngWriter.write(root.resolve(name), new ByteImage(side, side, 3, samples));
    }
}
