package org.nec4j.eval;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nec4j.assembly.OpenedSet;
import org.nec4j.codec.Archive;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Printable;
import org.nec4j.data.SubsetImages;
import org.nec4j.export.ArchivedPoints;
import org.nec4j.export.ImageEncoder;
import org.nec4j.export.PartEncoding;
import org.nec4j.export.Shard;
import org.nec4j.progress.Console;

/**
 * A data set that several processes code together. Each keeps the streams of its images in an archive beside the output, so that it goes on
 * where it was; whoever writes the output takes every image's stream from the archive that has it.
 */
final class SharedEmbedding implements Closeable {
    private final List<Archive> parts;
    private final Map<String, Archive> byKey;

    private SharedEmbedding(List<Archive> parts, Map<String, Archive> byKey) {
        this.parts = parts;
        this.byKey = byKey;
    }

    /** What parts are parts of: {@code rsscn7.npy.nema} of {@code rsscn7.npy}. */
    private static Path whole(Path output) {
        return output.resolveSibling(output.getFileName() + ".nema");
    }

    /**
     * Codes a shard's images into its part; those that it holds are passed over.
     *
     * @return how many images were coded now
     */
    static int code(Path output, Shard shard, ImageEncoder encoder, OpenedSet set, Console console) {
        Path archive = shard.part(whole(output));
        ArchivedPoints.others(archive, encoder.codec()).ifPresent(console::say);
        try (PartEncoding part = PartEncoding.open(archive, encoder)) {
            int[] mine = IntStream.range(0, set.dataset().size())
                    .filter(i -> shard.has(key(set, i)) && !part.holds(key(set, i)))
                    .toArray();
            List<String> keys = IntStream.of(mine).mapToObj(i -> key(set, i)).toList();
            part.add(keys, new SubsetImages(set.images(), mine), console);
            return part.images();
        }
    }

    private static String key(OpenedSet set, int index) {
        return set.dataset().samples().get(index).key();
    }

    /**
     * The parts beside an output.
     *
     * @throws UserException where one is missing or of another codec, or an image of the set is in none
     */
    static SharedEmbedding open(Path output, Codec codec, OpenedSet set) {
        List<Path> files = Shard.parts(whole(output));
        SharedEmbedding shared = new SharedEmbedding(new ArrayList<>(), new HashMap<>());
        try {
            for (Path file : files) {
                Archive part = Archive.open(file);
                shared.parts.add(part);
                if (!part.digest().equals(codec.digest())) {
                    throw new UserException(part + " does not belong to " + codec
                            + "; move the parts of another codec aside, and run its shard again.");
                }
            }
            for (int i = 0; i < set.dataset().size(); i++) {
                String key = key(set, i);
                int index = Shard.indexOf(key, files.size());
                Archive part = shared.parts.get(index);
                if (!part.contains(key)) {
                    throw new UserException(files.get(index) + ": lacks \"" + Printable.of(key) + "\"; run shard "
                            + index + "/" + files.size() + " again.");
                }
                shared.byKey.put(key, part);
            }
            return shared;
        } catch (RuntimeException e) {
            shared.close();
            throw e;
        }
    }

    byte[] stream(String key) {
        return byKey.get(key).stream(key);
    }

    @Override
    public void close() {
        parts.forEach(Archive::close);
    }
}
