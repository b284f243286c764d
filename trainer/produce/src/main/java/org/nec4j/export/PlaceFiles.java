package org.nec4j.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.nec4j.codec.Place;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.json.JsonObject;

/** Where an embedding comes from, as a file beside its {@code .nemb} file. */
final class PlaceFiles {
    static final String ENDING = ".place.json";

    private PlaceFiles() {}

    static void write(Path stream, Place place) {
        AtomicFile.write(beside(stream), (place.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static Optional<Place> read(Path stream) {
        Path file = beside(stream);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Place.of(JsonObject.parse(Files.readString(file), file.toString())));
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read (" + AtomicFile.reason(e) + ")", e);
        } catch (UserException e) {
            String said = e.getMessage();
            throw said.startsWith(file.toString()) ? e : new UserException(file + ": " + said, e);
        }
    }

    private static Path beside(Path stream) {
        String name = stream.getFileName().toString();
        return stream.resolveSibling(name.substring(0, name.length() - ArchiveKeys.FILE_ENDING.length()) + ENDING);
    }
}
