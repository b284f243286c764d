package org.nec4j.search;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nec4j.codec.Archive;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Place;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Printable;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.export.PooledVectors;
import org.nec4j.produce.Producer;
import org.nec4j.progress.Console;

/**
 * The verb {@code search}: the embeddings of an archive whose pooled vectors point where that of another one, or of an image, does. The vectors lie in a
 * file beside the archive, which is made when it is missing or the archive has changed.
 */
public final class Search {
    private Search() {}

    /**
     * What is asked.
     *
     * @param like  a key of the archive, or an image file
     * @param top   most hits
     * @param box   only what lies here, at least partly
     * @param since only what was taken then or later
     * @param until only what was taken before
     */
    public record Question(
            String like, int top, Optional<Place.Bounds> box, Optional<Instant> since, Optional<Instant> until) {
        private static final int MOST = 100_000;

        public Question {
            if (top < 1 || top > MOST) {
                throw new UserException("--top is " + top + ", expected 1 to " + MOST);
            }
        }
    }

    /**
     * One embedding that was found.
     *
     * @param key    of it
     * @param cosine of the angle between the two vectors
     * @param bounds of its picture
     * @param time   of its picture
     */
    public record Hit(String key, double cosine, Optional<Place.Bounds> bounds, Optional<Instant> time) {
        /** The hit as JSON. */
        public JsonObject toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("key", key);
            json.put("cosine", cosine);
            bounds.ifPresent(b -> json.put("bounds", List.of(b.west(), b.south(), b.east(), b.north())));
            time.ifPresent(instant -> json.put("time", instant.toString()));
            return JsonObject.of(json);
        }
    }

    /**
     * The vectors of an archive, made if they must be.
     *
     * @param codec of the archive; needed only where vectors are made
     */
    public static VectorFile vectors(Path archive, Optional<Path> codec, Precision precision, Console console) {
        Optional<VectorFile> known = VectorFile.open(archive, precision);
        if (known.isPresent()) {
            return known.get();
        }
        Path file = VectorFile.beside(archive);
        boolean isStale = Files.exists(file);
        Archive.open(archive).close(); // what is no archive needs no codec
        Path codecFile = codec.orElseThrow(() -> new UserException(archive + ": its vectors "
                + (isStale ? "in " + file + " are of another state of it or another precision" : "are not yet decoded")
                + "; name its codec with -c"));
        console.say(
                (isStale
                        ? file + " is of another state of the archive or another precision, decoding vectors anew."
                        : "Decoding vectors into " + file + ", once."));
        VectorBuild.of(archive, Codec.open(codecFile), precision, console);
        return VectorFile.open(archive, precision)
                .orElseThrow(
                        () -> new UserException(archive + ": was changed while its vectors were decoded; try again"));
    }

    /**
     * Looks.
     *
     * @param codec of the archive; needed for an image, too
     */
    public static List<Hit> of(
            Path archive, Optional<Path> codec, Precision precision, Question question, Console console) {
        try (VectorFile vectors = vectors(archive, codec, precision, console)) {
            Optional<Integer> self = vectors.number(question.like());
            float[] query = self.map(vectors::vector).orElseGet(() -> ofImage(question.like(), archive, codec));
            if (query.length != vectors.dim()) {
                throw new UserException(question.like() + ": has a vector of " + query.length + " numbers, those of "
                        + archive + " have " + vectors.dim() + "; name the archive's codec with -c");
            }
            List<Hit> hits = new ArrayList<>();
            int own = self.orElse(-1);
            for (Nearest.Neighbour neighbour : Nearest.of(
                    vectors, query, question.top(), number -> number != own && fits(vectors, number, question))) {
                hits.add(new Hit(
                        vectors.key(neighbour.number()),
                        neighbour.cosine(),
                        vectors.bounds(neighbour.number()),
                        vectors.time(neighbour.number())));
            }
            if (hits.isEmpty()) {
                requirePlaces(vectors, question, archive);
            }
            return hits;
        }
    }

    /** Where nothing was found because nothing could be: throws UserException. */
    private static void requirePlaces(VectorFile vectors, Question question, Path archive) {
        if (question.box().isPresent()
                && IntStream.range(0, vectors.size())
                        .noneMatch(i -> vectors.bounds(i).isPresent())) {
            throw new UserException(
                    archive + ": says of no embedding where it lies, so that bounds find nothing; encode"
                            + " GeoTIFFs, or name a table of places (nec4j encode --sidecar)");
        }
        boolean asksForTime = question.since().isPresent() || question.until().isPresent();
        if (asksForTime
                && IntStream.range(0, vectors.size())
                        .noneMatch(i -> vectors.time(i).isPresent())) {
            throw new UserException(archive + ": says of no embedding when it was taken, so that dates find nothing;"
                    + " encode GeoTIFFs that do, or name a table (nec4j encode --sidecar)");
        }
    }

    private static boolean fits(VectorFile vectors, int number, Question question) {
        if (question.box().isPresent()
                && !vectors.bounds(number)
                        .map(bounds -> bounds.meets(question.box().get()))
                        .orElse(false)) {
            return false;
        }
        if (question.since().isEmpty() && question.until().isEmpty()) {
            return true;
        }
        Optional<Instant> time = vectors.time(number);
        return time.isPresent()
                && question.since().map(since -> !time.get().isBefore(since)).orElse(true)
                && question.until().map(until -> time.get().isBefore(until)).orElse(true);
    }

    private static float[] ofImage(String like, Path archive, Optional<Path> codec) {
        Path image = Path.of(like);
        if (!Files.isRegularFile(image)) {
            throw new UserException("\"" + Printable.of(like) + "\" is neither a key of " + archive
                    + " nor an image file; `nec4j archive list` shows the keys");
        }
        Path codecFile = codec.orElseThrow(
                () -> new UserException(like + ": an image is encoded with the archive's codec; name it with -c"));
        Producer producer = Producer.open(codecFile);
        byte[] content;
        try {
            content = Files.readAllBytes(image);
        } catch (java.io.IOException e) {
            throw new UserException(like + ": cannot be read (" + e.getMessage() + ")", e);
        }
        try {
            return PooledVectors.of(producer.codec(), producer.encode(content));
        } catch (UserException e) {
            throw new UserException(like + ": " + e.getMessage(), e);
        }
    }
}
