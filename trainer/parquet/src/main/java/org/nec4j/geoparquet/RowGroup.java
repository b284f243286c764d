package org.nec4j.geoparquet;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.nec4j.codec.Place;
import org.nec4j.export.TableFormat;
import org.nec4j.geo.Footprint;

/** Makes rows of embeddings. For one thread. */
final class RowGroup {
    private static final long MICROS = 1_000_000;
    private static final int NANOS_A_MICRO = 1000;

    private final MessageType schema;
    private final Footprint footprint = new Footprint();

    RowGroup(MessageType schema) {
        this.schema = schema;
    }

    Group of(TableFormat.Row row) {
        Group group = new SimpleGroup(schema);
        group.append(Columns.KEY, row.key());
        group.append(Columns.STREAM, Binary.fromConstantByteArray(row.stream()));
        group.append(Columns.TOKENS, row.tokens());
        row.pooled().filter(vector -> schema.containsField(Columns.POOLED)).ifPresent(vector -> {
            Group list = group.addGroup(Columns.POOLED);
            for (float value : vector) {
                list.addGroup(0).append("element", value);
            }
        });
        row.place().ifPresent(place -> put(group, place));
        return group;
    }

    private void put(Group group, Place place) {
        Place.Scene scene = place.scene();
        scene.time().ifPresent(time -> group.append(Columns.TIME, micros(time)));
        Map<String, String> properties = scene.properties();
        for (String name : List.of(Columns.PRODUCT, Columns.CELL)) {
            Optional.ofNullable(properties.get(name)).ifPresent(text -> group.append(name, text));
        }
        for (String name : List.of(Columns.CELL_ROW, Columns.CELL_COLUMN)) {
            number(properties.get(name)).ifPresent(value -> group.append(name, value.intValue()));
        }
        if (schema.containsField(Columns.GEOMETRY)) {
            place.bounds().ifPresent(bounds -> put(group, place, bounds));
        }
        scene.crs().ifPresent(crs -> group.append(Columns.CRS, crs));
        Place.Window window = place.window();
        Group pixels = group.addGroup(Columns.PIXELS);
        int[] corners = {window.left(), window.top(), window.left() + window.width(), window.top() + window.height()};
        for (int corner : corners) {
            pixels.addGroup(0).append("element", corner);
        }
        if (!scene.transform().isEmpty()) {
            Group transform = group.addGroup(Columns.TRANSFORM);
            place.transform().forEach(value -> transform.addGroup(0).append("element", value));
            group.append(Columns.FOOTPRINT, outline(place));
        }
        group.append(Columns.SCENE, scene.toJson().toString());
    }

    private void put(Group group, Place place, Place.Bounds bounds) {
        List<List<double[]>> rings = footprint.of(place);
        group.append(Columns.GEOMETRY, Binary.fromConstantByteArray(Footprint.wkb(rings)));
        double east = bounds.west() > bounds.east() ? bounds.east() + 360 : bounds.east();
        double centre = (bounds.west() + east) / 2;
        group.append(Columns.LATITUDE, (bounds.south() + bounds.north()) / 2);
        group.append(Columns.LONGITUDE, centre > 180 ? centre - 360 : centre);
        double[] sides = {bounds.west(), bounds.south(), bounds.east(), bounds.north()};
        Group box = group.addGroup(Columns.BOUNDS);
        for (int i = 0; i < sides.length; i++) {
            box.append(Columns.SIDES[i], sides[i]);
        }
    }

    /** The window's corners in its own coordinate reference system, as well-known text. */
    private static String outline(Place place) {
        List<Double> t = place.transform();
        int width = place.window().width();
        int height = place.window().height();
        int[][] corners = {{0, 0}, {0, height}, {width, height}, {width, 0}, {0, 0}};
        StringJoiner text = new StringJoiner(", ", "POLYGON ((", "))");
        for (int[] corner : corners) {
            double x = t.get(0) * corner[0] + t.get(1) * corner[1] + t.get(2);
            double y = t.get(3) * corner[0] + t.get(4) * corner[1] + t.get(5);
            text.add(BigDecimal.valueOf(x).toPlainString() + " "
                    + BigDecimal.valueOf(y).toPlainString());
        }
        return text.toString();
    }

    private static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), MICROS), time.getNano() / NANOS_A_MICRO);
    }

    /** A number of 16 bits. */
    private static Optional<Short> number(String text) {
        try {
            return Optional.ofNullable(text).map(Short::valueOf);
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }
}
