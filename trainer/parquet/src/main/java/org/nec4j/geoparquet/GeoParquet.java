package org.nec4j.geoparquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;
import org.nec4j.codec.Place;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.export.TableFormat;

/**
 * GeoParquet 1.1. Pages are not compressed, as streams are entropy-coded and what repeats is written once a row group by Parquet's dictionaries.
 */
public final class GeoParquet implements TableFormat {
    private static final String CODEC = "nec4j.codec";
    private static final String SETTINGS = "nec4j.settings";
    private static final String GEO = "geo";

    /** A file begins and ends with it; before its end stands how many bytes describe the file. */
    private static final String MAGIC = "PAR1";

    private static final int TAIL_BYTES = Integer.BYTES + MAGIC.length();

    /** For {@link java.util.ServiceLoader}. */
    public GeoParquet() {}

    @Override
    public void write(Path file, Rows rows) {
        MessageType schema = Columns.schema(rows);
        Extent extent = new Extent();
        if (rows.haveBounds()) {
            // The file's extent stands in its metadata, which the writer takes before the first row.
            rows.forEach(row -> row.place().flatMap(Place::bounds).ifPresent(extent::add));
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(CODEC, rows.digest());
        rows.settings().ifPresent(settings -> metadata.put(SETTINGS, settings));
        if (rows.haveBounds()) {
            metadata.put(GEO, geo(extent));
        }
        AtomicFile.write(file, channel -> write(new ChannelFile(channel), schema, metadata, rows));
    }

    private static void write(OutputFile file, MessageType schema, Map<String, String> metadata, Rows rows)
            throws IOException {
        RowGroup groups = new RowGroup(schema);
        ExampleParquetWriter.Builder builder = ExampleParquetWriter.builder(file)
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withExtraMetaData(metadata)
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED);
        for (String column : List.of(Columns.STREAM, Columns.GEOMETRY, Columns.KEY, Columns.POOLED + ".list.element")) {
            builder.withDictionaryEncoding(column, false);
        }
        try (ParquetWriter<Group> writer = builder.build()) {
            rows.forEach(row -> {
                try {
                    writer.write(groups.of(row));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String geo(Extent extent) {
        Map<String, Object> covering = new LinkedHashMap<>();
        for (String side : Columns.SIDES) {
            covering.put(side, List.of(Columns.BOUNDS, side));
        }
        Map<String, Object> geometry = new LinkedHashMap<>();
        geometry.put("encoding", "WKB");
        geometry.put("geometry_types", extent.types());
        if (!extent.isEmpty()) {
            geometry.put("bbox", extent.box());
        }
        geometry.put("covering", Map.of("bbox", covering));
        return JsonObject.of(new LinkedHashMap<>(Map.of(
                        "version",
                        "1.1.0",
                        "primary_column",
                        Columns.GEOMETRY,
                        "columns",
                        Map.of(Columns.GEOMETRY, geometry))))
                .toString();
    }

    @Override
    public Optional<String> digest(Path file) {
        return reading(file, () -> {
            try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
                return Optional.ofNullable(
                        reader.getFileMetaData().getKeyValueMetaData().get(CODEC));
            }
        });
    }

    @Override
    public void read(Path file, Consumer<Row> each) {
        reading(file, () -> {
            new RowReader(file).forEach(each);
            return file;
        });
    }

    private interface Reading<T> {
        T result() throws IOException;
    }

    /** A file that is no Parquet, or a damaged one, raises whatever its library throws; here that becomes one sentence. */
    private static <T> T reading(Path file, Reading<T> reading) {
        if (!Files.isRegularFile(file)) {
            throw new UserException(file + ": no such file, expected a Parquet table");
        }
        try {
            checkEnds(file);
            return reading.result();
        } catch (UserException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            throw new UserException(
                    file + ": says that a page of it takes more memory than there is; fetch or write it again, or give"
                            + " Java more with NEC4J_HEAP=8g",
                    e);
        } catch (LinkageError e) {
            // What stands in for Hadoop has none of its codecs.
            throw new UserException(
                    file
                            + ": is compressed in a way that is not read; write it uncompressed, or with Snappy or"
                            + " Zstandard",
                    e);
        } catch (IOException | RuntimeException e) {
            String reason = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
            throw new UserException(file + ": cannot be read as Parquet (" + reason + "); fetch or write it again", e);
        }
    }

    /** What the library tells in words of its own, or not of this file. */
    private static void checkEnds(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size < MAGIC.length() + TAIL_BYTES) {
                throw new IOException("it has " + size + (size == 1 ? " byte" : " bytes"));
            }
            if (!MAGIC.equals(ascii(at(channel, 0, MAGIC.length())))) {
                throw new IOException("it does not begin with " + MAGIC);
            }
            ByteBuffer tail = at(channel, size - TAIL_BYTES, TAIL_BYTES);
            long footer = Integer.toUnsignedLong(tail.getInt());
            if (!MAGIC.equals(ascii(tail))) {
                throw new IOException("it does not end with " + MAGIC + ", as if cut off");
            }
            if (footer > size - MAGIC.length() - TAIL_BYTES) {
                throw new IOException("it says that " + footer + " bytes of its " + size + " describe it");
            }
        }
    }

    private static ByteBuffer at(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {}
        return bytes.flip();
    }

    private static String ascii(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }
}
