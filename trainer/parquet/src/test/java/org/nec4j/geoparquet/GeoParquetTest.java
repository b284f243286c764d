package org.nec4j.geoparquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nec4j.codec.Place;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.export.TableFormat;

class GeoParquetTest {
    private static final Place.Scene SCENE = new Place.Scene(
            "north/s2.tif",
            Optional.of("ab".repeat(32)),
            Optional.of("EPSG:32614"),
            List.of(30.0, 0.0, 440280.0, 0.0, -30.0, 3159720.0),
            Optional.of(Instant.parse("2024-05-31T10:20:30Z")),
            Map.of("product_id", "S2A", "grid_cell", "433U_12R", "grid_row_u", "433", "cloud", "3 %"));

    @TempDir
    Path folder;

    private final GeoParquet format = new GeoParquet();

    private static TableFormat.Row row(int n) {
        Optional<Place> place = n % 3 == 2
                ? Optional.empty()
                : Optional.of(new Place(
                        SCENE,
                        new Place.Window(10 * n, 0, 10, 12),
                        n % 3 == 1
                                ? Optional.empty()
                                : Optional.of(new Place.Bounds(-99.6 + n * 0.01, 28.5, -99.59 + n * 0.01, 28.51))));
        return new TableFormat.Row("täg/" + n, new byte[] {1, 2, (byte) n}, 17, place, Optional.of(new float[] {n, 1}));
    }

    record Rows(int count, boolean haveBounds, boolean havePooled) implements TableFormat.Rows {
        @Override
        public String digest() {
            return "cd".repeat(32);
        }

        @Override
        public Optional<String> settings() {
            return Optional.of("{\"a\":1}");
        }

        @Override
        public void forEach(Consumer<TableFormat.Row> each) {
            for (int n = 0; n < count; n++) {
                each.accept(row(n));
            }
        }
    }

    private List<TableFormat.Row> read(Path file) {
        List<TableFormat.Row> rows = new ArrayList<>();
        format.read(file, rows::add);
        return rows;
    }

    @Test
    void givesBackStreamsAndPlaces() {
        Path file = folder.resolve("new/a.parquet");
        format.write(file, new Rows(50, true, true));
        List<TableFormat.Row> rows = read(file);
        assertThat(rows).hasSize(50);
        for (int n = 0; n < 50; n++) {
            assertThat(rows.get(n).key()).isEqualTo("täg/" + n);
            assertThat(rows.get(n).stream()).isEqualTo(row(n).stream());
            assertThat(rows.get(n).tokens()).isEqualTo(17);
            assertThat(rows.get(n).place()).isEqualTo(row(n).place());
        }
        assertThat(format.digest(file)).contains("cd".repeat(32));
    }

    @Test
    void saysInItsMetadataWhatGeoParquetAsksFor() throws IOException {
        Path file = folder.resolve("a.parquet");
        format.write(file, new Rows(10, true, false));
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            Map<String, String> metadata = reader.getFileMetaData().getKeyValueMetaData();
            assertThat(metadata).containsEntry("nec4j.settings", "{\"a\":1}");
            JsonObject geo = JsonObject.parse(metadata.get("geo"), "geo");
            assertThat(geo.text("version")).isEqualTo("1.1.0");
            assertThat(geo.text("primary_column")).isEqualTo("geometry");
            JsonObject column = geo.object("columns").object("geometry");
            assertThat(column.text("encoding")).isEqualTo("WKB");
            assertThat(column.numbers("bbox")).containsExactly(-99.6, 28.5, -99.59 + 9 * 0.01, 28.51);
            assertThat(column.object("covering").object("bbox").asMap().get("xmin"))
                    .isEqualTo(List.of("bbox", "xmin"));
            assertThat(reader.getFileMetaData().getSchema().containsField("embedding"))
                    .isFalse();
        }
    }

    @Test
    void ofPicturesWithoutBoundsIsPlainParquet() throws IOException {
        Path file = folder.resolve("a.parquet");
        format.write(file, new Rows(2, false, true));
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            assertThat(reader.getFileMetaData().getKeyValueMetaData()).doesNotContainKey("geo");
            assertThat(reader.getFileMetaData().getSchema().containsField("geometry"))
                    .isFalse();
        }
        assertThat(read(file)).hasSize(2);
    }

    @Test
    void refusesWhatIsNoParquetInOneSentence() throws IOException {
        Path table = folder.resolve("whole.parquet");
        format.write(table, new Rows(20, true, true));
        byte[] whole = Files.readAllBytes(table);
        byte[] longFooter = whole.clone();
        longFooter[whole.length - 5] = 0x7f;
        byte[] otherFooter = whole.clone();
        Arrays.fill(otherFooter, whole.length - 200, whole.length - 100, (byte) 0xff);
        refuses("it has 0 bytes", new byte[0]);
        refuses("it has 1 byte", new byte[1]);
        refuses("it does not begin with PAR1", "a text, not a table of anything PAR1".getBytes(StandardCharsets.UTF_8));
        refuses("it does not end with PAR1, as if cut off", Arrays.copyOf(whole, whole.length - 9));
        refuses("it says that [0-9]+ bytes of its " + whole.length + " describe it", longFooter);
        refuses("[^\n]*", otherFooter);
        assertThatThrownBy(() -> read(folder.resolve("none.parquet"))).hasMessageContaining("no such file");
    }

    private void refuses(String why, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("b.parquet"), content);
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(UserException.class)
                .hasMessageMatching(
                        "(?s)" + file + ": cannot be read as Parquet \\(" + why + "\\); fetch or write it again");
        assertThatThrownBy(() -> format.digest(file)).isInstanceOf(UserException.class);
    }

    @Test
    void leavesTheOldTableWhereWritingFails() throws IOException {
        Path file = folder.resolve("a.parquet");
        format.write(file, new Rows(2, true, true));
        byte[] before = Files.readAllBytes(file);
        TableFormat.Rows failing = new TableFormat.Rows() {
            @Override
            public String digest() {
                return "";
            }

            @Override
            public Optional<String> settings() {
                return Optional.empty();
            }

            @Override
            public boolean havePooled() {
                return false;
            }

            @Override
            public boolean haveBounds() {
                return false;
            }

            @Override
            public void forEach(Consumer<TableFormat.Row> each) {
                each.accept(row(0));
                throw new UserException("the archive is damaged");
            }
        };
        assertThatThrownBy(() -> format.write(file, failing)).hasMessage("the archive is damaged");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SNAPPY", "ZSTD"})
    void readsWhatOtherProgramsCompress(CompressionCodecName compression) throws IOException {
        MessageType schema = Types.buildMessage()
                .addField(Types.required(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named("unique_id"))
                .addField(Types.optional(PrimitiveTypeName.BINARY).named("nec"))
                .addField(Types.optional(PrimitiveTypeName.DOUBLE).named("cloud"))
                .named("table");
        Path file = folder.resolve("other.parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withCompressionCodec(compression)
                .build()) {
            for (int n = 0; n < 100; n++) {
                writer.write(new SimpleGroup(schema)
                        .append("unique_id", "k" + n)
                        .append("nec", Binary.fromConstantByteArray(new byte[] {7, (byte) n}))
                        .append("cloud", 0.5));
            }
        }
        List<TableFormat.Row> rows = read(file);
        assertThat(rows).hasSize(100);
        assertThat(rows.get(99).key()).isEqualTo("k99");
        assertThat(rows.get(99).stream()).containsExactly(7, 99);
        assertThat(format.digest(file)).isEmpty();
    }

    @Test
    void isFoundByTheService() {
        assertThat(TableFormat.installed()).isInstanceOf(GeoParquet.class);
    }
}
