package org.nec4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.ImageSize;
import org.nec4j.export.Archiving;
import org.nec4j.export.CodingPoint;
import org.nec4j.export.Encoding;
import org.nec4j.export.Scenes;
import org.nec4j.export.Shard;
import org.nec4j.export.Tabling;
import org.nec4j.progress.Console;

/** What needs no cluster: sources, what SQL knows, and what is refused. */
class EncodeJobTest {
    private static final int COUNT = 3;

    @TempDir
    static Path shared;

    private static SparkSession session;
    private static Path codec;
    private static Path images;
    private static List<Path> files;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        SparkConf conf = new SparkConf(false)
                .setAppName("nec4j")
                .setMaster("local[2]")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.sql.shuffle.partitions", "2");
        session = SparkSession.builder().config(conf).getOrCreate();
        codec = TinyCodec.write(shared.resolve("codec.nec"), 1);
        images = shared.resolve("images");
        files = TinyCodec.pictures(images, 24, 40);
    }

    @AfterAll
    static void stop() {
        session.stop();
    }

    @Test
    void ofAFolderWritesThePartsOfNec4jEncodeToTheByte() throws IOException {
        Path archive = folder.resolve("images.nema");

        EncodeJob.Done done = encode(Images.of(Codec.open(codec), List.of(images), archive, Console.silent()), archive);

        assertThat(done)
                .extracting(EncodeJob.Done::parts, EncodeJob.Done::before)
                .containsExactly(COUNT, 0);
        assertThat(done.images()).isEqualTo(24);
        assertSameParts(codec, archive, images);
    }

    @Test
    void ofACodecOfImagesThatAreNotSquareWritesTheSameParts() throws IOException {
        Path wide = TinyCodec.write(folder.resolve("wide.nec"), 1, new ImageSize(24, 40));
        Path archive = folder.resolve("images.nema");
        Images all = Images.of(Codec.open(wide), List.of(images), archive, Console.silent());

        EncodeJob.run(spark(), wide, all, archive, false, OptionalInt.of(COUNT), Console.silent());

        assertSameParts(wide, archive, images);
        Archiving.merge(archive, Shard.parts(archive), Console.silent());
        NecFunctions.register(session, wide.toString());
        NecFunctions.archives(session, List.of(archive.toString())).createOrReplaceTempView("wide");
        List<Row> lengths =
                session.sql("select size(nec_decode(nec)) from wide").collectAsList();
        assertThat(lengths).hasSize(24).allSatisfy(row -> assertThat(row.getInt(0))
                .isEqualTo((1 + 3 * 5) * 24));
    }

    @Test
    void ofAListNamesImagesFromWhereItLies() throws IOException {
        Path list = Files.writeString(shared.resolve("list.txt"), "images/scene0\n\nimages/scene2/21.png\n");
        Path archive = folder.resolve("images.nema");

        encode(Images.of(Codec.open(codec), Images.listed(list), archive, Console.silent()), archive);

        assertSameParts(codec, archive, images.resolve("scene0"), images.resolve("scene2/21.png"));
    }

    @Test
    void ofATableOfBytesOrOfPathsGivesTheSameStreams() throws IOException {
        String table = table();
        Path bytes = folder.resolve("bytes.nema");
        Path paths = folder.resolve("paths.nema");

        encode(new ImageTable(table, "key", "path", "content").open(session), bytes);
        encode(new ImageTable(table, "key", "path", "no such").open(session), paths);

        for (int i = 0; i < COUNT; i++) {
            Shard shard = new Shard(i, COUNT);
            assertThat(shard.part(bytes)).hasSameBinaryContentAs(shard.part(paths));
        }
        Archiving.merge(bytes, Shard.parts(bytes), Console.silent());
        Path whole = folder.resolve("whole.nema");
        Encoding.encode(codec, List.of(images), whole, Console.silent());
        assertThat(EncodeJobOnAClusterTest.streams(bytes))
                .usingRecursiveComparison()
                .isEqualTo(EncodeJobOnAClusterTest.streams(whole));
    }

    @Test
    void intoTablesWritesTheSameStreamsForSparkAndOthersToRead() throws IOException {
        Path table = folder.resolve("images.parquet");
        Images all = Images.of(Codec.open(codec), List.of(images), table, Console.silent());
        EncodeJob.run(spark(), codec, all, table, true, OptionalInt.of(COUNT), Console.silent());
        Path second = new Shard(1, COUNT).part(table);
        byte[] before = Files.readAllBytes(second);
        Files.delete(second);

        EncodeJob.Done done = EncodeJob.run(spark(), codec, all, table, true, OptionalInt.empty(), Console.silent());

        assertThat(done)
                .extracting(EncodeJob.Done::parts, EncodeJob.Done::before)
                .containsExactly(COUNT, 2);
        assertThat(second).hasBinaryContent(before);
        assertThat(Part.unfinished(table)).doesNotExist();
        Path again = folder.resolve("again.nema");
        Tabling.load(again, codec, Shard.parts(table), Console.silent());
        Path whole = folder.resolve("whole.nema");
        Encoding.encode(codec, List.of(images), whole, Console.silent());
        assertThat(EncodeJobOnAClusterTest.streams(again))
                .usingRecursiveComparison()
                .isEqualTo(EncodeJobOnAClusterTest.streams(whole));
        NecFunctions.register(session, codec.toString());
        String[] parts = Shard.parts(table).stream().map(Path::toString).toArray(String[]::new);
        session.read().parquet(parts).createOrReplaceTempView("table");
        List<Row> rows =
                session.sql("select embedding, nec_pooled(nec) from table").collectAsList();
        assertThat(rows).hasSize(24);
        assertThat(rows).allSatisfy(row -> assertThat(row.getList(0)).isEqualTo(row.getList(1)));
    }

    @Test
    void refusesWhatIsNeitherArchiveNorTable() {
        Path text = folder.resolve("images.txt");
        Images all = Images.of(Codec.open(codec), List.of(images), text, Console.silent());
        assertThatThrownBy(() -> EncodeJob.run(spark(), codec, all, text, false, OptionalInt.empty(), Console.silent()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("name an archive, such as images.nema, or a table");
        Path archive = folder.resolve("images.nema");
        assertThatThrownBy(
                        () -> EncodeJob.run(spark(), codec, all, archive, true, OptionalInt.empty(), Console.silent()))
                .hasMessageContaining("pooled vectors are written into tables (.parquet) alone");
    }

    @Test
    void goesOnWithThePartsThatAreThere() throws IOException {
        Path archive = folder.resolve("images.nema");
        Images all = Images.of(Codec.open(codec), List.of(images), archive, Console.silent());
        encode(all, archive);
        Files.delete(new Shard(1, COUNT).part(archive));

        EncodeJob.Done done = EncodeJob.run(spark(), codec, all, archive, false, OptionalInt.empty(), Console.silent());

        assertThat(done)
                .extracting(EncodeJob.Done::parts, EncodeJob.Done::before)
                .containsExactly(COUNT, 2);
        assertSameParts(codec, archive, images);
    }

    @Test
    void refusesPartsOfAnotherCountOrCodecAndBrokenImagesWithoutAPart() throws IOException {
        Path archive = folder.resolve("images.nema");
        Images all = Images.of(Codec.open(codec), List.of(images), archive, Console.silent());
        encode(all, archive);
        Path other = TinyCodec.write(folder.resolve("other.nec"), 2);

        assertThatThrownBy(
                        () -> EncodeJob.run(spark(), codec, all, archive, false, OptionalInt.of(5), Console.silent()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("has parts of another job beside it, of 3 shards");
        assertThatThrownBy(
                        () -> EncodeJob.run(spark(), codec, all, archive, false, OptionalInt.of(0), Console.silent()))
                .hasMessageContaining("--shards is 0, where 1 to");
        assertThatThrownBy(
                        () -> EncodeJob.run(spark(), other, all, archive, false, OptionalInt.empty(), Console.silent()))
                .hasMessageContaining("is of another codec than");

        Path broken = Files.createDirectories(folder.resolve("broken"));
        Files.write(broken.resolve("a.png"), new byte[] {1, 2, 3});
        Path none = folder.resolve("none.nema");
        assertThatThrownBy(() -> encode(Images.of(Codec.open(codec), List.of(broken), none, Console.silent()), none))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("a.png");
        assertThat(Shard.counts(none)).containsExactly(COUNT);
        assertThat(new Shard(Shard.indexOf("a", COUNT), COUNT).part(none)).doesNotExist();
    }

    @Test
    void refusesTablesThatAreNone() throws IOException {
        Path text = Files.writeString(folder.resolve("x.parquet"), "no Parquet");

        assertThatThrownBy(() -> new ImageTable(text.toString(), "key", "path", "content").open(session))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("x.parquet: cannot be read as a Parquet table");
        assertThatThrownBy(() -> new ImageTable(table(), "key", "where", "what").open(session))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("has no column \"where\", nor \"key\" with \"what\"; it has key, path, content");
    }

    @Test
    void sqlDecodesWhatTheCodecDecodes() throws IOException {
        NecFunctions.register(session, codec.toString());
        Path archive = folder.resolve("images.nema");
        Encoding.encode(codec, List.of(images), archive, Console.silent());
        Codec own = Codec.open(codec);
        NecFunctions.archives(session, List.of(archive.toString())).createOrReplaceTempView("tiles");

        List<Row> decoded = session.sql(
                        "select nec, nec_decode(nec), nec_pooled(nec), nec_decode(null) is null from tiles")
                .collectAsList();

        assertThat(decoded).hasSize(24);
        for (Row row : decoded) {
            float[] values = own.decode((byte[]) row.getAs(0)).values();
            List<Float> all = row.getList(1);
            assertThat(all).hasSize(values.length);
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                assertThat(all.get(i)).isEqualTo(values[i]);
                sum += i % own.dim() == 0 && i > 0 ? values[i] : 0;
            }
            List<Float> pooled = row.getList(2);
            assertThat(pooled).hasSize(own.dim());
            assertThat((double) pooled.get(0))
                    .isCloseTo(sum / (values.length / own.dim() - 1), org.assertj.core.data.Offset.offset(1e-5));
            assertThat(row.getBoolean(3)).isTrue();
        }
    }

    private String table() {
        List<Row> rows = new ArrayList<>();
        for (Path file : files) {
            String key = images.relativize(file).toString().replace(".png", "");
            try {
                rows.add(RowFactory.create(key, "file:" + file, Files.readAllBytes(file)));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        Dataset<Row> table = session.createDataFrame(
                rows,
                new StructType()
                        .add("key", DataTypes.StringType)
                        .add("path", DataTypes.StringType)
                        .add("content", DataTypes.BinaryType));
        Path at = folder.resolve("tiles.parquet");
        table.repartition(2).write().mode("overwrite").parquet(at.toString());
        return at.toString();
    }

    private static EncodeJob.Done encode(Images of, Path archive) {
        return EncodeJob.run(spark(), codec, of, archive, false, OptionalInt.of(COUNT), Console.silent());
    }

    private void assertSameParts(Path by, Path archive, Path... sources) {
        Path alone = folder.resolve("alone/images.nema");
        for (int i = 0; i < COUNT; i++) {
            Shard shard = new Shard(i, COUNT);
            Encoding.encode(
                    new Encoding.Job(by, CodingPoint.UNASKED, List.of(sources), alone, shard, Scenes.WHOLE, false),
                    Console.silent(),
                    () -> false);
            assertThat(shard.part(archive)).hasSameBinaryContentAs(shard.part(alone));
        }
        assertThat(Part.unfinished(archive)).doesNotExist();
    }

    private static JavaSparkContext spark() {
        return JavaSparkContext.fromSparkContext(session.sparkContext());
    }
}
