package org.nec4j.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.io.Printable;

/**
 * A CSV file that says of images where and when they were taken, a line each. The first line names the columns: {@code path} (or {@code key},
 * {@code source}, {@code image}), the image's path below the folder, with or without its ending; any of {@code crs}, {@code time} (or
 * {@code timestamp}, {@code datetime}), {@code transform} (six numbers with spaces between), and {@code west}, {@code south}, {@code east},
 * {@code north} together. Other columns are kept as they are.
 */
public final class Sidecar {
    private static final Set<String> PATH = Set.of("path", "key", "source", "image", "file");
    private static final Set<String> TIME = Set.of("time", "timestamp", "datetime", "acquired");
    private static final List<String> BOUNDS = List.of("west", "south", "east", "north");
    private static final String CRS = "crs";
    private static final String TRANSFORM = "transform";
    private static final int AFFINE = 6;

    private final Path file;
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Set<Row> used = new HashSet<>();

    /**
     * What one line says.
     *
     * @param where      file and line, for messages
     * @param crs        coordinate reference system, as written
     * @param transform  six numbers from pixels to it, or none
     * @param bounds     west, south, east, north in degrees, or none
     * @param time       when
     * @param properties all other columns that are not empty
     */
    public record Row(
            String where,
            Optional<String> crs,
            List<Double> transform,
            List<Double> bounds,
            Optional<Instant> time,
            Map<String, String> properties) {}

    private Sidecar(Path file) {
        this.file = file;
    }

    /** Reads a file; throws UserException that names line and column of what cannot be understood. */
    public static Sidecar read(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read as UTF-8 text (" + AtomicFile.reason(e) + ")", e);
        }
        Sidecar sidecar = new Sidecar(file);
        List<Csv.Row> lines = Csv.rows(file, text);
        if (lines.isEmpty()) {
            throw new UserException(file + ": is empty, expected a line that names columns, path among them");
        }
        List<String> names = lines.get(0).fields().stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (names.stream().filter(PATH::contains).count() != 1) {
            throw new UserException(file + ", line 1: the columns are " + Printable.of(names.toString())
                    + ", expected one that is called path, key, source, image or file");
        }
        lines.subList(1, lines.size()).forEach(line -> sidecar.add(line, names));
        return sidecar;
    }

    private void add(Csv.Row line, List<String> names) {
        String where = file + ", line " + line.line();
        if (line.fields().size() != names.size()) {
            throw new UserException(
                    where + ": " + line.fields().size() + " fields, expected " + names.size() + " as line 1 has");
        }
        String path = "";
        Map<String, String> said = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String field = line.fields().get(i).strip();
            if (PATH.contains(names.get(i))) {
                path = field;
            } else if (!field.isEmpty()) {
                said.put(TIME.contains(names.get(i)) ? "time" : names.get(i), field);
            }
        }
        Row row = new Row(
                where,
                Optional.ofNullable(said.remove(CRS)),
                transform(said.remove(TRANSFORM), where),
                bounds(said, where),
                time(said.remove("time"), where),
                said);
        if (rows.put(path, row) != null) {
            throw new UserException(
                    where + ": " + Printable.of(path) + " stands twice; say of an image what there is in one line");
        }
    }

    private static List<Double> bounds(Map<String, String> said, String where) {
        List<Double> bounds = new ArrayList<>();
        for (String side : BOUNDS) {
            String field = said.remove(side);
            if (field != null) {
                bounds.add(number(field, side, where));
            }
        }
        if (!bounds.isEmpty() && bounds.size() != BOUNDS.size()) {
            throw new UserException(where + ": states some of west, south, east and north, expected all or none");
        }
        return bounds;
    }

    private static List<Double> transform(String field, String where) {
        List<Double> numbers = new ArrayList<>();
        for (String word : field == null ? new String[0] : field.split("[\\s,;]+")) {
            numbers.add(number(word, TRANSFORM, where));
        }
        if (!numbers.isEmpty() && numbers.size() != AFFINE) {
            throw new UserException(where + ": a transform of " + numbers.size() + " numbers, expected six");
        }
        return numbers;
    }

    private static double number(String field, String column, String where) {
        try {
            double number = Double.parseDouble(field);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException none) {
            // It is told below, as an infinite one is.
        }
        throw new UserException(where + ": " + column + " is \"" + Printable.of(field) + "\", expected a number");
    }

    private static Optional<Instant> time(String field, String where) {
        if (field == null) {
            return Optional.empty();
        }
        return Optional.of(Times.parse(field)
                .orElseThrow(() -> new UserException(where + ": a time of \"" + Printable.of(field)
                        + "\", expected one like 2024-05-31T10:20:30Z or 2024-05-31")));
    }

    /** What is said of an image, by its path below the folder with its ending or without. */
    public synchronized Optional<Row> of(String path) {
        int dot = path.lastIndexOf('.');
        String bare = dot > path.lastIndexOf('/') + 1 ? path.substring(0, dot) : path;
        Optional<Row> row = Optional.ofNullable(rows.get(path)).or(() -> Optional.ofNullable(rows.get(bare)));
        row.ifPresent(used::add);
        return row;
    }

    /** How many lines nobody has asked for yet. */
    public synchronized int unused() {
        return rows.size() - used.size();
    }
}
