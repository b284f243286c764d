package org.nec4j.codec;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Printable;

/** Several archives become one: everything that could forbid it is looked for before anything is written. */
final class ArchiveMerge {
    private final List<Archive> sources;

    ArchiveMerge(List<Archive> sources) {
        this.sources = sources;
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("nothing to merge");
        }
        Map<String, Archive> keys = new HashMap<>();
        for (Archive source : sources) {
            if (!source.digest().equals(sources.get(0).digest())) {
                throw new UserException(source + " and " + sources.get(0)
                        + " belong to different codecs; an archive holds the embeddings of one");
            }
            for (ArchiveIndex.Entry entry : source.scan().index().entries()) {
                Archive other = keys.putIfAbsent(entry.key(), source);
                if (other != null) {
                    agree(entry, other.scan().index(), source, other);
                }
            }
        }
    }

    /** Writes; the number of embeddings that the target did not hold before. */
    int into(Path target, LongConsumer done) {
        ArchiveHead head = sources.get(0).scan().head();
        boolean places =
                sources.stream().anyMatch(source -> source.scan().head().places());
        try (ArchiveWriter writer = ArchiveWriter.openLike(target, places ? head.withPlaces() : head)) {
            try {
                if (places && !writer.keepsPlaces()) {
                    throw new UserException(
                            target
                                    + ": was made without places and would lose those of what is merged; merge all into a new archive");
                }
                return into(target, writer, done);
            } catch (RuntimeException e) {
                writer.abandon();
                throw e;
            }
        }
    }

    private int into(Path target, ArchiveWriter writer, LongConsumer done) {
        for (Archive source : sources) {
            for (ArchiveIndex.Entry entry : source.scan().index().entries()) {
                agree(entry, writer.index(), source, target);
            }
        }
        int before = writer.size();
        long[] count = {0};
        for (Archive source : sources) {
            ArchiveIndex from = source.scan().index();
            source.forEach((key, stream) -> {
                if (!writer.contains(key)) {
                    ArchiveIndex.Entry entry = from.entry(from.number(key));
                    writer.add(key, stream, entry.pooled(), entry.place());
                }
                done.accept(++count[0]);
            });
        }
        writer.commit();
        return writer.size() - before;
    }

    private static void agree(ArchiveIndex.Entry entry, ArchiveIndex others, Archive source, Object other) {
        int number = others.number(entry.key());
        if (number >= 0 && others.entry(number).crc() != entry.crc()) {
            throw new UserException(source + " has another embedding than " + other + " under the key \""
                    + Printable.of(entry.key()) + "\"");
        }
    }
}
