package org.nec4j.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import org.nec4j.codec.Archive;
import org.nec4j.codec.Codec;
import org.nec4j.data.SubsetImages;

/** At which operating points of a layered codec an archive's streams were encoded. */
public final class ArchivedPoints {
    /** Streams that are looked at, evenly spread. */
    private static final int LOOKED_AT = 256;

    private ArchivedPoints() {}

    /**
     * What whoever adds to an archive should know, in a sentence, where streams that it holds were encoded at other points than the codec
     * encodes at now; nothing where they were not, or where it is not there or of another codec.
     */
    public static Optional<String> others(Path path, Codec codec) {
        if (!codec.hasLayers() || !Files.exists(path)) {
            return Optional.empty();
        }
        TreeSet<String> points = new TreeSet<>();
        try (Archive archive = Archive.open(path)) {
            if (!archive.digest().equals(codec.digest())) {
                return Optional.empty();
            }
            for (int entry : SubsetImages.spread(archive.size(), LOOKED_AT)) {
                byte[] stream = archive.stream(entry);
                if (!codec.isAtPoint(stream)) {
                    points.add(codec.point(stream).orElseThrow());
                }
            }
        }
        if (points.isEmpty()) {
            return Optional.empty();
        }
        int others = points.size() - 1;
        String found = points.first()
                + (others == 0 ? "" : " and at " + others + (others == 1 ? " other point" : " other points"));
        return Optional.of(path + ": holds streams encoded with " + found + ", which stay as they are; what is new is"
                + " encoded with " + codec.point().orElseThrow() + ". Name another archive to have all at one point.");
    }
}
