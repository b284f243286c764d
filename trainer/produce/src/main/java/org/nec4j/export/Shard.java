package org.nec4j.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;

/**
 * One of {@code count} processes that share a job: its own are the keys whose CRC-32C (of their UTF-8) leaves {@code index} when divided by
 * {@code count}, so that processes agree without a word and every key belongs to exactly one.
 *
 * @param index 0 to count - 1, as a job array counts
 * @param count 1 or more; 1 is the whole job
 */
public record Shard(int index, int count) {
    /** All keys. */
    public static final Shard WHOLE = new Shard(0, 1);

    private static final Pattern WORDS = Pattern.compile("([0-9]{1,6})/([0-9]{1,6})");

    /** Checks the numbers. */
    public Shard {
        if (count < 1 || index < 0 || index >= count) {
            throw new UserException("shard " + index + "/" + count + " does not exist; "
                    + (count < 1
                            ? "the number of shards is 1 or more."
                            : "shards count from 0/" + count + " to " + (count - 1) + "/" + count + "."));
        }
    }

    /**
     * From the words of a command line, {@code 3/8}.
     *
     * @throws UserException where they are no such words or name no shard
     */
    public static Shard of(String words) {
        Matcher matcher = WORDS.matcher(words);
        if (!matcher.matches()) {
            throw new UserException(
                    "\"" + words + "\" is no shard; write INDEX/COUNT, such as 0/8 to 7/8 for eight processes.");
        }
        return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** Whether this process does what has the key. */
    public boolean has(String key) {
        return indexOf(key, count) == index;
    }

    /** Which of so many shards a key belongs to. */
    public static int indexOf(String key, int count) {
        CRC32C sum = new CRC32C();
        sum.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) (sum.getValue() % count);
    }

    /** Where this process writes its part of a file: {@code images.part-3-of-8.nema} of {@code images.nema}, the file itself for the whole. */
    public Path part(Path whole) {
        return count == 1 ? whole : part(whole, index, count);
    }

    private static Path part(Path whole, int index, int count) {
        String name = whole.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        return whole.resolveSibling(stem + ".part-" + index + "-of-" + count + (dot < 0 ? "" : name.substring(dot)));
    }

    /**
     * The parts of a file that lie beside it, in their order.
     *
     * @throws UserException where there are none, one is missing, or they are parts of different counts
     */
    public static List<Path> parts(Path whole) {
        SortedSet<Integer> counts = counts(whole);
        if (counts.isEmpty()) {
            throw new UserException(whole + ": has no parts beside it, which would be named "
                    + part(whole, 0, 8).getFileName() + "; name the archives to take from.");
        }
        if (counts.size() > 1) {
            throw new UserException(whole + ": has parts of different jobs beside it, of "
                    + String.join(
                            " and of ", counts.stream().map(String::valueOf).toList())
                    + " shards; move those aside that do not belong, or name the archives to take from.");
        }
        int count = counts.first();
        List<Path> parts = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            Path part = part(whole, index, count);
            if (!Files.exists(part)) {
                throw new UserException(part + ": is not there; run shard " + index + "/" + count + " again.");
            }
            parts.add(part);
        }
        return parts;
    }

    /** How many shards the jobs had whose parts lie beside a file; more than one number where they are parts of different jobs. */
    public static SortedSet<Integer> counts(Path whole) {
        String name = whole.getFileName().toString();
        int dot = name.lastIndexOf('.');
        Pattern pattern = Pattern.compile(Pattern.quote(dot < 0 ? name : name.substring(0, dot))
                + "\\.part-[0-9]{1,6}-of-([0-9]{1,6})" + Pattern.quote(dot < 0 ? "" : name.substring(dot)));
        SortedSet<Integer> counts = new TreeSet<>();
        Path folder = whole.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            return counts;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Matcher matcher = pattern.matcher(file.getFileName().toString());
                if (matcher.matches() && Integer.parseInt(matcher.group(1)) > 0) {
                    counts.add(Integer.parseInt(matcher.group(1)));
                }
            }
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be listed (" + AtomicFile.reason(e) + ")", e);
        }
        return counts;
    }
}
