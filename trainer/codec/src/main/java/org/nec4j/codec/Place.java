package org.nec4j.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.json.JsonObject;

/**
 * Where the picture behind an embedding comes from: which part of which image, where on the Earth that is, and when it was taken, as
 * far as the producer knew.
 *
 * @param scene  the image
 * @param window the part of it that was encoded
 * @param bounds of that part; nothing where they are not known
 */
public record Place(Scene scene, Window window, Optional<Bounds> bounds) {
    private static final String SOURCE = "source";
    private static final String SHA256 = "sha256";
    private static final String CRS = "crs";
    private static final String TRANSFORM = "transform";
    private static final String TIME = "time";
    private static final String PROPERTIES = "properties";
    private static final String WINDOW = "window";
    private static final String BOUNDS = "bounds";
    private static final int AFFINE = 6;

    /**
     * An image that one or many embeddings come from.
     *
     * @param source     its path below the folder that was encoded, with forward slashes
     * @param sha256     SHA-256 of its file, in hexadecimal; nothing where nobody computed it
     * @param crs        its coordinate reference system: {@code EPSG:32614} and the like, or WKT2; nothing where it is not known
     * @param transform  from its pixels to that system, six numbers a to f: the corner of column i and row j lies at x = a i + b j + c,
     *     y = d i + e j + f (the order of rasterio's {@code Affine}); empty where it is not known
     * @param time       when it was taken
     * @param properties what else is known of it, such as a product's identifier, by name
     */
    public record Scene(
            String source,
            Optional<String> sha256,
            Optional<String> crs,
            List<Double> transform,
            Optional<Instant> time,
            Map<String, String> properties) {
        public Scene {
            transform = List.copyOf(transform);
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
            boolean finite = transform.stream().allMatch(Double::isFinite);
            if (!transform.isEmpty() && transform.size() != AFFINE || !finite) {
                throw new UserException(source + ": a transform of " + transform + ", expected six finite numbers");
            }
        }

        /** As {@link Place#toJson}, of the scene alone. */
        public JsonObject toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put(SOURCE, source);
            sha256.ifPresent(digest -> json.put(SHA256, digest));
            crs.ifPresent(words -> json.put(CRS, words));
            if (!transform.isEmpty()) {
                json.put(TRANSFORM, transform);
            }
            time.ifPresent(instant -> json.put(TIME, instant.toString()));
            if (!properties.isEmpty()) {
                json.put(PROPERTIES, properties);
            }
            return JsonObject.of(json);
        }

        /** What {@link #toJson} wrote, members of later versions passed over; throws UserException where it is something else. */
        public static Scene of(JsonObject json) {
            Map<String, String> properties = new LinkedHashMap<>();
            if (json.contains(PROPERTIES)) {
                json.object(PROPERTIES).asMap().forEach((key, value) -> properties.put(key, Objects.toString(value)));
            }
            return new Scene(
                    json.text(SOURCE),
                    text(json, SHA256),
                    text(json, CRS),
                    json.contains(TRANSFORM) ? json.numbers(TRANSFORM) : List.of(),
                    text(json, TIME).map(Scene::instant),
                    properties);
        }

        private static Instant instant(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw new UserException("a time of \"" + text + "\", expected one like 2024-05-31T10:20:30Z", e);
            }
        }

        private static Optional<String> text(JsonObject json, String key) {
            return json.contains(key) ? Optional.of(json.text(key)) : Optional.empty();
        }
    }

    /**
     * A rectangle of an image's pixels. It may reach beyond the image on the right and below, where tiles were padded.
     *
     * @param left   first column
     * @param top    first row
     * @param width  columns
     * @param height rows
     */
    public record Window(int left, int top, int width, int height) {
        public Window {
            if (left < 0 || top < 0 || width < 1 || height < 1) {
                throw new UserException("a window of " + width + "x" + height + " pixels at column " + left + ", row "
                        + top + ", expected a rectangle of an image's pixels");
            }
        }
    }

    /**
     * Degrees of longitude and latitude in WGS 84. West is greater than east where the antimeridian is crossed.
     *
     * @param west  least longitude, -180 to 180
     * @param south least latitude, -90 to 90
     * @param east  greatest longitude
     * @param north greatest latitude
     */
    public record Bounds(double west, double south, double east, double north) {
        private static final double HALF_TURN = 180;
        private static final double QUARTER_TURN = 90;

        public Bounds {
            boolean longitudes = Math.abs(west) <= HALF_TURN && Math.abs(east) <= HALF_TURN;
            if (!longitudes || !(south >= -QUARTER_TURN && south <= north && north <= QUARTER_TURN)) {
                throw new UserException(
                        "bounds of " + west + "," + south + "," + east + "," + north
                                + ", expected degrees: west,south,east,north with longitudes from -180 to 180 and south at most north");
            }
        }

        /** Whether the two have a point in common. */
        public boolean meets(Bounds other) {
            if (south > other.north || north < other.south) {
                return false;
            }
            if (west > east) {
                return new Bounds(west, south, HALF_TURN, north).meets(other)
                        || new Bounds(-HALF_TURN, south, east, north).meets(other);
            }
            return other.west > other.east ? other.meets(this) : west <= other.east && east >= other.west;
        }
    }

    /** The transform from the pixels of the window, as {@link Scene#transform} of the image's; empty where that is not known. */
    public List<Double> transform() {
        List<Double> t = scene.transform();
        if (t.isEmpty()) {
            return t;
        }
        double x = t.get(0) * window.left() + t.get(1) * window.top() + t.get(2);
        double y = t.get(3) * window.left() + t.get(4) * window.top() + t.get(5);
        return List.of(t.get(0), t.get(1), x, t.get(3), t.get(4), y);
    }

    /** As one JSON object: the scene's members, {@code window} as [left, top, width, height], {@code bounds} as [west, south, east, north]. */
    public JsonObject toJson() {
        Map<String, Object> json = new LinkedHashMap<>(scene.toJson().asMap());
        json.put(WINDOW, List.of(window.left(), window.top(), window.width(), window.height()));
        bounds.ifPresent(b -> json.put(BOUNDS, List.of(b.west(), b.south(), b.east(), b.north())));
        return JsonObject.of(json);
    }

    /** What {@link #toJson} wrote, members of later versions passed over; throws UserException where it is something else. */
    public static Place of(JsonObject json) {
        List<Double> window = four(json, WINDOW);
        List<Integer> pixels = new ArrayList<>();
        for (double number : window) {
            if (number != (int) number) {
                throw new UserException("a window of " + window + ", expected whole numbers");
            }
            pixels.add((int) number);
        }
        Optional<Bounds> bounds = Optional.empty();
        if (json.contains(BOUNDS)) {
            List<Double> b = four(json, BOUNDS);
            bounds = Optional.of(new Bounds(b.get(0), b.get(1), b.get(2), b.get(3)));
        }
        return new Place(
                Scene.of(json), new Window(pixels.get(0), pixels.get(1), pixels.get(2), pixels.get(3)), bounds);
    }

    private static List<Double> four(JsonObject json, String key) {
        List<Double> numbers = json.numbers(key);
        if (numbers.size() != 4) {
            throw new UserException("\"" + key + "\" is " + numbers + ", expected four numbers");
        }
        return numbers;
    }
}
