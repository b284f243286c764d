package org.nec4j.geoparquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.nec4j.codec.Place;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.export.TableFormat;
import org.nec4j.geo.Reprojection;

/** Reads the rows of a table, whoever wrote it: what is needed is the key and the stream, what else is known of them is taken along. */
final class RowReader {
    private static final List<String> READ =
            List.of(Columns.KEY, Columns.STREAM, Columns.TOKENS, Columns.SCENE, Columns.PIXELS, Columns.BOUNDS);

    private final Path file;

    RowReader(Path file) {
        this.file = file;
    }

    void forEach(Consumer<TableFormat.Row> each) throws IOException {
        long number = 0;
        try (ParquetReader<Group> reader = new Groups(file, wanted()).build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                each.accept(row(row, number++));
            }
        }
    }

    /** A reader of some columns as generic rows. Nothing is configured: what stands in for Hadoop's configuration takes nothing. */
    private static final class Groups extends ParquetReader.Builder<Group> {
        private final MessageType wanted;

        Groups(Path file, MessageType wanted) {
            super(new LocalInputFile(file), new PlainParquetConfiguration());
            this.wanted = wanted;
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport() {
                @Override
                public ReadContext init(InitContext context) {
                    return new ReadContext(wanted);
                }
            };
        }
    }

    private MessageType wanted() throws IOException {
        MessageType schema;
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            schema = reader.getFileMetaData().getSchema();
            requireStored(reader.getFooter().getBlocks());
        }
        for (String needed : List.of(Columns.KEY, Columns.STREAM)) {
            if (!schema.containsField(needed)) {
                throw new UserException(file + ": has the columns "
                        + schema.getFields().stream().map(Type::getName).toList() + " and no \"" + needed
                        + "\"; a table of embeddings has unique_id and nec");
            }
        }
        List<Type> fields = new ArrayList<>();
        for (String name : READ) {
            if (schema.containsField(name)) {
                fields.add(schema.getType(name));
            }
        }
        return new MessageType(schema.getName(), fields);
    }

    /** Refuses sizes that so short a file cannot hold: the library takes memory for whatever a file's footer claims. */
    private void requireStored(List<BlockMetaData> blocks) throws IOException {
        long length = Files.size(file);
        for (BlockMetaData block : blocks) {
            for (ColumnChunkMetaData column : block.getColumns()) {
                long start = column.getStartingPos();
                if (start < 0 || column.getTotalSize() < 0 || start > length - column.getTotalSize()) {
                    throw new UserException(file + ": is damaged, its column "
                            + column.getPath().toDotString() + " of "
                            + column.getTotalSize() + " bytes at " + start + " does not lie in the file of " + length
                            + "; fetch or write it again");
                }
            }
        }
    }

    private TableFormat.Row row(Group row, long number) {
        try {
            if (!has(row, Columns.KEY) || !has(row, Columns.STREAM)) {
                throw new UserException("unique_id or nec is null, expected both in every row");
            }
            byte[] stream = row.getBinary(Columns.STREAM, 0).getBytes();
            int tokens = has(row, Columns.TOKENS) ? row.getInteger(Columns.TOKENS, 0) : 0;
            return new TableFormat.Row(row.getString(Columns.KEY, 0), stream, tokens, place(row), Optional.empty());
        } catch (UserException e) {
            throw new UserException(file + ", row " + number + ": " + e.getMessage(), e);
        }
    }

    private static Optional<Place> place(Group row) {
        if (!has(row, Columns.SCENE) || !has(row, Columns.PIXELS)) {
            return Optional.empty();
        }
        Place.Scene scene = Place.Scene.of(JsonObject.parse(row.getString(Columns.SCENE, 0), "scene"));
        Group list = row.getGroup(Columns.PIXELS, 0);
        int count = list.getFieldRepetitionCount(0);
        if (count != 4) {
            throw new UserException("pixel_bbox has " + count + " numbers, expected four");
        }
        int[] pixels = new int[count];
        for (int i = 0; i < count; i++) {
            pixels[i] = (int) whole(list.getGroup(0, i));
        }
        Place.Window window = new Place.Window(pixels[0], pixels[1], pixels[2] - pixels[0], pixels[3] - pixels[1]);
        boolean isDropped = !row.getType().containsField(Columns.BOUNDS);
        return Optional.of(new Place(scene, window, isDropped ? computed(scene, window) : bounds(row)));
    }

    /** As when the image was encoded: GeoPandas drops the column of bounds. */
    private static Optional<Place.Bounds> computed(Place.Scene scene, Place.Window window) {
        return scene.transform().isEmpty()
                ? Optional.empty()
                : scene.crs().flatMap(Reprojection::of).flatMap(way -> way.bounds(scene.transform(), window));
    }

    /** An element of a list, whatever the writer calls it and however wide it is. */
    private static long whole(Group element) {
        return Long.parseLong(element.getValueToString(0, 0));
    }

    private static Optional<Place.Bounds> bounds(Group row) {
        if (!has(row, Columns.BOUNDS)) {
            return Optional.empty();
        }
        Group box = row.getGroup(Columns.BOUNDS, 0);
        double[] sides = new double[Columns.SIDES.length];
        for (int i = 0; i < sides.length; i++) {
            if (!has(box, Columns.SIDES[i])) {
                return Optional.empty();
            }
            sides[i] = box.getDouble(Columns.SIDES[i], 0);
        }
        return Optional.of(new Place.Bounds(sides[0], sides[1], sides[2], sides[3]));
    }

    private static boolean has(Group row, String column) {
        return row.getType().containsField(column) && row.getFieldRepetitionCount(column) > 0;
    }
}
