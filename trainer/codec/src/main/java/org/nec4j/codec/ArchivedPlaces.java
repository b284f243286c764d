package org.nec4j.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.ByteReader;
import org.nec4j.codec.io.Bytes;
import org.nec4j.codec.json.JsonObject;

/**
 * The places of a batch of an archive of version 3 or 4: its index begins with the scenes that its embeddings come from, and each entry ends with
 * the number of its scene and what is its own.
 */
final class ArchivedPlaces {
    private static final int NONE = 0;
    private static final int WITHOUT_BOUNDS = 0;
    private static final int WITH_BOUNDS = 1;

    private final Map<Place.Scene, Integer> numbers = new LinkedHashMap<>();

    /** Appends what an entry ends with; the scene is remembered for {@link #scenes()}. */
    void write(Bytes index, Optional<Place> place) {
        if (place.isEmpty()) {
            index.putVarint(NONE);
            return;
        }
        Place.Window window = place.get().window();
        index.putVarint(numbers.computeIfAbsent(place.get().scene(), scene -> numbers.size() + 1));
        index.putVarint(window.left())
                .putVarint(window.top())
                .putVarint(window.width())
                .putVarint(window.height());
        Optional<Place.Bounds> bounds = place.get().bounds();
        index.putByte(bounds.isPresent() ? WITH_BOUNDS : WITHOUT_BOUNDS);
        bounds.ifPresent(b -> {
            for (double degrees : new double[] {b.west(), b.south(), b.east(), b.north()}) {
                long bits = Double.doubleToLongBits(degrees);
                index.putInt((int) bits).putInt((int) (bits >>> Integer.SIZE));
            }
        });
    }

    /** What the index begins with: all scenes that were written, in the order of their numbers. */
    Bytes scenes() {
        Bytes out = new Bytes().putVarint(numbers.size());
        for (Place.Scene scene : numbers.keySet()) {
            byte[] json = scene.toJson().toString().getBytes(StandardCharsets.UTF_8);
            out.putVarint(json.length).put(json);
        }
        return out;
    }

    /** Reads what {@link #scenes()} wrote. */
    static List<Place.Scene> readScenes(ByteReader in) {
        long count = in.takeVarint(in.remaining(), "number of scenes");
        List<Place.Scene> scenes = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            int at = in.position();
            byte[] json = in.take(in.takeVarint(in.remaining(), "length of a scene"));
            try {
                scenes.add(Place.Scene.of(JsonObject.parse(new String(json, StandardCharsets.UTF_8), "a scene")));
            } catch (UserException e) {
                throw damaged(e, at);
            }
        }
        return scenes;
    }

    /** Reads what {@link #write} wrote. */
    static Optional<Place> read(ByteReader in, List<Place.Scene> scenes) {
        int at = in.position();
        int number = (int) in.takeVarint(scenes.size(), "number of a scene");
        if (number == NONE) {
            return Optional.empty();
        }
        try {
            Place.Window window = new Place.Window(pixels(in), pixels(in), pixels(in), pixels(in));
            int kind = in.takeByte();
            if (kind > WITH_BOUNDS) {
                throw new FormatException("a place has bounds of the unknown kind " + kind, in.position() - 1);
            }
            Optional<Place.Bounds> bounds = kind == WITH_BOUNDS
                    ? Optional.of(new Place.Bounds(degrees(in), degrees(in), degrees(in), degrees(in)))
                    : Optional.empty();
            return Optional.of(new Place(scenes.get(number - 1), window, bounds));
        } catch (FormatException e) {
            throw e;
        } catch (UserException e) {
            throw damaged(e, at);
        }
    }

    private static int pixels(ByteReader in) {
        return (int) in.takeVarint(Integer.MAX_VALUE, "window of a place");
    }

    private static double degrees(ByteReader in) {
        long low = in.takeInt() & 0xFFFF_FFFFL;
        return Double.longBitsToDouble(low | (long) in.takeInt() << Integer.SIZE);
    }

    private static FormatException damaged(UserException e, int at) {
        FormatException problem = new FormatException("a place is none: " + e.getMessage(), at);
        problem.initCause(e);
        return problem;
    }
}
