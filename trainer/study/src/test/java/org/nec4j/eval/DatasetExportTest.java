package org.nec4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.assembly.OpenedSet;
import org.nec4j.codec.Archive;
import org.nec4j.codec.ArchiveWriter;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.config.Configs;
import org.nec4j.export.CodingPoint;
import org.nec4j.export.ImageEncoder;
import org.nec4j.export.Shard;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

class DatasetExportTest {
    private static final int IMAGES = 100;
    private static final int TOKENS = 17;
    private static final int DIM = 16;

    @TempDir
    Path folder;

    private Path codec;
    private Path dataset;

    @BeforeEach
    void makeACodecAndADataSet() throws IOException {
        codec = folder.resolve("codec.nec");
        dataset = folder.resolve("scenes.conf");
        TinyCodec.write(codec, true);
        TinyCodec.describeScenes(dataset);
    }

    @Test
    void safetensorsHoldWhatAConsumerDecodesWithLabels() {
        Path file = folder.resolve("out.safetensors");
        DatasetExport.Written written = export(file, false);
        assertThat(written.images()).isEqualTo(IMAGES);
        assertThat(written.shape()).isEqualTo("[17, 16]");
        float[][] decoded = decoded();
        OpenedSet set = OpenedSet.open(Configs.dataset(dataset).settings());
        try (SafeTensors read = SafeTensors.open(file)) {
            float[] embeddings = read.floats("embeddings");
            assertThat(embeddings).hasSize(IMAGES * TOKENS * DIM);
            assertThat(Arrays.copyOfRange(embeddings, 42 * TOKENS * DIM, 43 * TOKENS * DIM))
                    .isEqualTo(decoded[42]);
            assertThat(read.ints("labels")[42])
                    .isEqualTo(set.dataset().samples().get(42).label());
            assertThat(read.metadata().get("splits").split("\n"))
                    .hasSize(IMAGES)
                    .contains("train", "val", "test");
            assertThat(read.metadata().get("classes").split("\n"))
                    .containsExactlyElementsOf(set.dataset().classes());
        }
    }

    @Test
    void anArrayComesWithLabelsAndAnIndex() throws IOException {
        Path file = folder.resolve("out.npy");
        export(file, false);
        byte[] bytes = Files.readAllBytes(file);
        int header =
                10 + ByteBuffer.wrap(bytes, 8, 2).order(ByteOrder.LITTLE_ENDIAN).getShort();
        assertThat(new String(bytes, 10, header - 10, StandardCharsets.US_ASCII))
                .contains("(100, 17, 16)");
        assertThat(bytes).hasSize(header + IMAGES * TOKENS * DIM * 4);
        float[] row = new float[TOKENS * DIM];
        ByteBuffer.wrap(bytes, header + 42 * row.length * 4, row.length * 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(row);
        assertThat(row).isEqualTo(decoded()[42]);
        assertThat(Files.readAllLines(folder.resolve("out-index.csv")))
                .hasSize(IMAGES + 1)
                .startsWith("row,id,split,label,class");
        assertThat(Files.size(folder.resolve("out-labels.npy"))).isEqualTo(128 + IMAGES * 4L);
    }

    @Test
    void commaSeparatedValuesArePooledWithAnIdAndNumberedColumns() throws IOException {
        Path file = folder.resolve("out.csv");
        assertThat(export(file, false).shape()).isEqualTo("[16]");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(IMAGES + 1);
        assertThat(lines.get(0)).isEqualTo("id,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15");
        String[] row = lines.get(1 + 42).split(",");
        float[] decoded = decoded()[42];
        for (int d = 0; d < DIM; d++) {
            double mean = 0;
            for (int t = 1; t < TOKENS; t++) {
                mean += decoded[t * DIM + d];
            }
            assertThat(Float.parseFloat(row[1 + d])).isEqualTo((float) (mean / (TOKENS - 1)));
        }
    }

    @Test
    void anEndingThatSaysNothingIsRefused() {
        assertThatThrownBy(() -> export(folder.resolve("out.txt"), false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(".csv, .npy and .safetensors");
        assertThat(folder.resolve("out.txt")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.npy", "out.csv", "out.safetensors"})
    void joinedFromShardsIsTheFileOfOneProcess(String name) {
        Path alone = folder.resolve("alone").resolve(name);
        export(alone, false);
        Path file = folder.resolve(name);
        for (int i = 0; i < 3; i++) {
            assertThat(DatasetExport.code(job(file, false), new Shard(i, 3), Console.silent()))
                    .isPositive();
        }
        assertThat(file).doesNotExist();

        DatasetExport.Written written = DatasetExport.join(job(file, false), Console.silent());

        assertThat(written.images()).isEqualTo(IMAGES);
        assertThat(file).hasSameBinaryContentAs(alone);
    }

    @Test
    void shardsGoOnAndAreJoinedOnlyWhereNothingIsMissing() throws IOException {
        Path file = folder.resolve("out.npy");
        Path first = folder.resolve("out.npy.part-0-of-2.nema");
        assertThatThrownBy(() -> DatasetExport.join(job(file, false), Console.silent()))
                .hasMessageContaining("has no parts beside it");
        int all = DatasetExport.code(job(file, false), new Shard(0, 2), Console.silent());
        assertThatThrownBy(() -> DatasetExport.join(job(file, false), Console.silent()))
                .hasMessageContaining("out.npy.part-1-of-2.nema")
                .hasMessageContaining("run shard 1/2 again");

        // A part that somebody cut off in the middle of the set.
        List<String> keys = new ArrayList<>();
        try (Archive part = Archive.open(first)) {
            part.entries().forEach(entry -> keys.add(entry.key()));
            Path cut = folder.resolve("cut.nema");
            try (ArchiveWriter writer = ArchiveWriter.create(cut, part.digest())) {
                keys.subList(0, 5).forEach(key -> writer.add(key, part.stream(key)));
            }
            Files.move(cut, first, StandardCopyOption.REPLACE_EXISTING);
        }
        DatasetExport.code(job(file, false), new Shard(1, 2), Console.silent());
        assertThatThrownBy(() -> DatasetExport.join(job(file, false), Console.silent()))
                .hasMessageContaining("lacks \"" + keys.get(5) + "\"; run shard 0/2 again");
        assertThat(DatasetExport.code(job(file, false), new Shard(0, 2), Console.silent()))
                .isEqualTo(all - 5);
        assertThat(DatasetExport.code(job(file, false), new Shard(0, 2), Console.silent()))
                .isZero();

        Files.delete(first);
        ArchiveWriter.create(first, "ab".repeat(32)).close();
        assertThatThrownBy(() -> DatasetExport.join(job(file, false), Console.silent()))
                .hasMessageContaining("part-0-of-2.nema")
                .hasMessageContaining("does not belong to");
        assertThat(file).doesNotExist();
    }

    private DatasetExport.Job job(Path file, boolean pooled) {
        return new DatasetExport.Job(codec, CodingPoint.UNASKED, dataset, file, pooled);
    }

    private DatasetExport.Written export(Path file, boolean pooled) {
        return DatasetExport.export(job(file, pooled), Console.silent());
    }

    private float[][] decoded() {
        ImageEncoder encoder = ImageEncoder.open(codec);
        float[][] decoded = new float[IMAGES][];
        try (Progress progress = Console.silent().progress("", 1, "")) {
            encoder.embed(
                    OpenedSet.open(Configs.dataset(dataset).settings()).images(),
                    9,
                    progress,
                    (embedding, index) ->
                            decoded[index] = encoder.codec().quantize(embedding).values());
        }
        return decoded;
    }
}
