package org.nec4j.export;

import java.io.Closeable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.nec4j.codec.Archive;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Place;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Printable;
import org.nec4j.data.FileTree;
import org.nec4j.data.LeftOut;
import org.nec4j.progress.Suggestion;

/**
 * Coded embeddings by key, wherever they lie: in {@code .nemb} files, in folders of such files, in archives, in tables. A file's key is its
 * path below the folder it was found in, without its ending; archives and tables bring keys of their own.
 */
final class CodedSources implements Closeable {
    private final Map<String, Coded> byKey = new LinkedHashMap<>();
    private final List<Archive> archives = new ArrayList<>();
    private final Set<String> digests = new TreeSet<>();
    private final List<String> unfinished = new ArrayList<>();
    private LeftOut leftOut = LeftOut.NOTHING;

    private CodedSources() {}

    /** One coded embedding: what errors call it, and its bytes and where it comes from when they are asked for. */
    private record Coded(
            String origin, Supplier<byte[]> bytes, Function<Codec, float[]> pooled, Supplier<Optional<Place>> place) {
        /** That is a file of its own, whose pooled layer cannot be had without all of its bytes. */
        static Coded of(Path file) {
            return new Coded(
                    file.toString(),
                    () -> Codec.read(file),
                    codec -> codec.decodePooled(Codec.read(file)),
                    () -> PlaceFiles.read(file));
        }

        /** That is a row of a table, and in memory. */
        static Coded of(Path table, TableFormat.Row row) {
            return new Coded(
                    table + ", \"" + Printable.of(row.key()) + "\"",
                    row::stream,
                    codec -> codec.decodePooled(row.stream()),
                    row::place);
        }
    }

    /** Finds everything in files, folders and archives; refuses what is missing and two embeddings of one key. */
    static CodedSources open(List<Path> sources) {
        CodedSources found = new CodedSources();
        try {
            sources.forEach(found::add);
            return found;
        } catch (RuntimeException e) {
            found.close();
            throw e;
        }
    }

    private void add(Path source) {
        if (Files.isDirectory(source)) {
            FileTree tree = FileTree.ending(source, ArchiveKeys.FILE_ENDING, PlaceFiles.ENDING);
            List<Path> files = tree.root().all();
            leftOut = leftOut.and(tree.leftOut());
            if (files.isEmpty()) {
                throw new UserException(source + ": holds no " + ArchiveKeys.FILE_ENDING
                        + " file; name a folder that `nec4j encode` wrote into"
                        + tree.leftOut()
                                .phrase()
                                .map(what -> " (left out: " + what + ")")
                                .orElse("") + ".");
            }
            files.forEach(file -> put(ArchiveKeys.of(source.relativize(file)), Coded.of(file)));
        } else if (!Files.isRegularFile(source)) {
            throw new UserException(source + ": does not exist; name files or folders that `nec4j encode` wrote.");
        } else if (ArchiveKeys.isArchive(source)) {
            Archive archive = Archive.open(source);
            archives.add(archive);
            digests.add(archive.digest());
            if (archive.unfinishedBytes() > 0) {
                unfinished.add(source + ": ends in " + archive.unfinishedBytes()
                        + " bytes of a batch that was never finished, of which nothing is read; encode into it again, or"
                        + " take a whole copy.");
            }
            List<Archive.Entry> entries = archive.entries();
            for (int i = 0; i < entries.size(); i++) {
                int number = i;
                String key = entries.get(i).key();
                put(
                        key,
                        new Coded(
                                source + ", \"" + Printable.of(key) + "\"",
                                () -> archive.stream(number),
                                codec -> archive.pooled(number, codec),
                                () -> archive.place(number)));
            }
        } else if (TableFormat.isTable(source)) {
            TableFormat format = TableFormat.installed();
            format.digest(source).ifPresent(digests::add);
            format.read(source, row -> put(row.key(), Coded.of(source, row)));
        } else {
            put(ArchiveKeys.of(source.getFileName()), Coded.of(source));
        }
    }

    private void put(String key, Coded coded) {
        Coded earlier = byKey.put(key, coded);
        if (earlier != null) {
            throw new UserException(earlier.origin() + " and " + coded.origin() + " would both become \""
                    + Printable.of(key) + "\"; take them one after the other, into different folders or archives.");
        }
    }

    /** In sentences: what folders hold beside coded embeddings, and which archives end in what was never finished. */
    List<String> notes() {
        return Stream.concat(leftOut.line("the embeddings").stream(), unfinished.stream())
                .toList();
    }

    /** Leaves just the embeddings of these keys, in their order; none means all. */
    void keep(List<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        Map<String, Coded> kept = new LinkedHashMap<>();
        for (String key : keys) {
            if (!byKey.containsKey(key)) {
                throw new UserException("there is no embedding \"" + Printable.of(key) + "\"; "
                        + Suggestion.closest(key, byKey.keySet())
                                .map(near -> "did you mean \"" + Printable.of(near) + "\"?")
                                .orElse("`nec4j archive list` shows the keys of an archive."));
            }
            kept.put(key, byKey.get(key));
        }
        byKey.clear();
        byKey.putAll(kept);
    }

    Set<String> keys() {
        return byKey.keySet();
    }

    /** The digests of the codecs of all archives and tables among the sources. */
    Set<String> digests() {
        return digests;
    }

    /** What is done with the bytes of one embedding. */
    interface Use<T> {
        T of(byte[] stream);
    }

    /** Reads one embedding and does something with it; what is wrong with it is told with the place it came from. */
    <T> T use(String key, Use<T> use) {
        Coded coded = byKey.get(key);
        byte[] stream = coded.bytes().get();
        return told(coded, () -> use.of(stream));
    }

    /** Where one embedding comes from. */
    Optional<Place> place(String key) {
        return byKey.get(key).place().get();
    }

    /** Whether it is known of any of these where it comes from. */
    boolean havePlaces() {
        return byKey.keySet().stream().anyMatch(key -> place(key).isPresent());
    }

    /** The pooled vector of one embedding of a layered codec; from an archive no more is read than that depends on. */
    float[] pooled(String key, Codec codec) {
        Coded coded = byKey.get(key);
        return told(coded, () -> coded.pooled().apply(codec));
    }

    private static <T> T told(Coded coded, Supplier<T> use) {
        try {
            return use.get();
        } catch (UserException e) {
            throw new UserException(coded.origin() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        archives.forEach(Archive::close);
    }
}
