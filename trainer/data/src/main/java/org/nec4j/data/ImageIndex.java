package org.nec4j.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.nec4j.codec.error.UserException;

/**
 * Reads {@code index.csv}: a header {@code path,label,split} or {@code path,label,split,sha256}, then one line an image; or
 * {@code path,mask,split}, whose further columns are not read, for images {@code images/NAME} with masks {@code masks/NAME} and no class.
 *
 * <p>The text is UTF-8, read as {@link Csv} has it; splits are called as {@link Split#called} knows them. An empty label means that the image
 * has no class.
 */
final class ImageIndex {
    /** What the file is called. */
    static final String NAME = "index.csv";

    private static final List<String> HEADER = List.of("path", "label", "split", "sha256");
    private static final List<String> MASKED = List.of("path", "mask", "split");
    private static final long MAX_BYTES = 1L << 28;
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final Path file;
    private final Path root;
    private final List<String> classes;
    private final Map<String, Integer> lineOfKey = new HashMap<>();
    private final Map<String, Entry> byDigest = new HashMap<>();

    private record Entry(int line, Split split) {}

    private ImageIndex(Path file, Path root, List<String> classes) {
        this.file = file;
        this.root = root;
        this.classes = classes;
    }

    static Dataset read(String name, Path root, Path file, List<String> classes) {
        List<Csv.Row> all = rows(file);
        List<Csv.Row> rows = all.subList(1, all.size());
        boolean masked = isMasked(all.get(0).fields());
        List<String> names = classes.isEmpty() && !masked ? ClassNames.apart(file.toString(), found(rows)) : classes;
        ImageIndex index = new ImageIndex(file, root, names);
        List<Sample> samples = new ArrayList<>(rows.size());
        rows.forEach(row -> samples.add(masked ? index.masked(row) : index.sample(row)));
        if (samples.isEmpty()) {
            throw new UserException(file + ": lists no image, expected one line an image after the header");
        }
        samples.sort(Comparator.comparing(Sample::key));
        return new Dataset(name, names, samples);
    }

    private static List<Csv.Row> rows(Path file) {
        List<Csv.Row> rows = Csv.rows(file, text(file));
        List<String> header = rows.isEmpty() ? List.of() : rows.get(0).fields();
        int columns = header.size();
        boolean classed = columns >= 3 && columns <= HEADER.size() && header.equals(HEADER.subList(0, columns));
        if (!classed && !isMasked(header)) {
            throw new UserException(file + ", line 1: header '" + String.join(",", header)
                    + "', expected 'path,label,split', 'path,label,split,sha256' or, of images with masks,"
                    + " 'path,mask,split'");
        }
        for (Csv.Row row : rows) {
            if (row.fields().size() != columns) {
                throw new UserException(file + ", line " + row.line() + ": "
                        + row.fields().size() + " fields, expected " + columns + ": " + String.join(",", header));
            }
        }
        return rows;
    }

    private static boolean isMasked(List<String> header) {
        return header.size() >= MASKED.size()
                && header.subList(0, MASKED.size()).equals(MASKED);
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new UserException(
                        file + ": " + Files.size(file) + " bytes, at most " + MAX_BYTES + " are read as an index");
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new UserException(file + ": is not UTF-8 text, expected a CSV file; save it as UTF-8", e);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static List<String> found(List<Csv.Row> rows) {
        TreeSet<String> names = new TreeSet<>();
        rows.forEach(row -> names.add(row.fields().get(1)));
        names.remove("");
        return List.copyOf(names);
    }

    private Sample sample(Csv.Row row) {
        int line = row.line();
        String key = row.fields().get(0);
        Path path = path(line, key);
        int label = label(line, row.fields().get(1));
        Split split = split(row);
        Optional<String> digest = row.fields().size() == HEADER.size()
                ? Optional.of(digest(line, split, row.fields().get(HEADER.size() - 1)))
                : Optional.empty();
        return new Sample(key, path, label, split, digest);
    }

    /** An image without a class; its mask is found by its name, so that a mask of another name is refused. */
    private Sample masked(Csv.Row row) {
        String key = row.fields().get(0);
        String mask = row.fields().get(1);
        Path path = path(row.line(), key);
        Optional<String> name = stem(key, "images/");
        if (name.isEmpty() || !name.equals(stem(mask, "masks/"))) {
            throw fault(
                    row.line(),
                    "mask '" + mask + "' of image '" + key + "', expected masks/NAME for images/NAME, endings aside");
        }
        return new Sample(key, path, Sample.UNLABELLED, split(row), Optional.empty());
    }

    /** What lies between the folder's name and the ending; empty where the folder is another. */
    private static Optional<String> stem(String place, String folder) {
        int dot = place.lastIndexOf('.');
        int end = dot > place.lastIndexOf('/') + 1 ? dot : place.length();
        int at = place.startsWith(folder) ? 0 : place.indexOf('/' + folder) + 1;
        return place.startsWith(folder, at)
                ? Optional.of(place.substring(0, at) + place.substring(at + folder.length(), end))
                : Optional.empty();
    }

    private Split split(Csv.Row row) {
        String word = row.fields().get(2);
        return Split.called(word)
                .orElseThrow(() -> fault(row.line(), "split '" + word + "', expected train, val, test or pretrain"));
    }

    private Path path(int line, String key) {
        try {
            Path relative = Path.of(key).normalize();
            if (key.isEmpty() || relative.isAbsolute() || relative.startsWith("..")) {
                throw fault(line, "path '" + key + "', expected a path below " + root);
            }
            Integer earlier = lineOfKey.putIfAbsent(relative.toString(), line);
            if (earlier != null) {
                throw fault(line, "'" + key + "' is listed on line " + earlier + " already, expected each image once");
            }
            Path path = root.resolve(relative);
            if (!Files.isRegularFile(path)) {
                throw fault(line, path + " does not exist; fetch the data set again or remove the line");
            }
            return path;
        } catch (InvalidPathException e) {
            throw fault(line, "'" + key + "' is no path on this machine");
        }
    }

    private int label(int line, String word) {
        if (word.isEmpty()) {
            return Sample.UNLABELLED;
        }
        int label = classes.indexOf(word);
        if (label < 0) {
            throw fault(line, "unknown class '" + word + "', the description names " + ClassNames.list(classes));
        }
        return label;
    }

    private String digest(int line, Split split, String word) {
        String digest = word.toLowerCase(Locale.ROOT);
        if (!DIGEST.matcher(digest).matches()) {
            throw fault(line, "sha256 '" + word + "', expected 64 hexadecimal digits");
        }
        Entry earlier = byDigest.putIfAbsent(digest, new Entry(line, split));
        if (earlier != null && earlier.split != split) {
            throw fault(
                    line,
                    "the same image as line " + earlier.line + " (equal sha256) in split " + split.word() + " and in "
                            + earlier.split.word() + ", expected an image in one split only; remove one line");
        }
        return digest;
    }

    private UserException fault(int line, String what) {
        return new UserException(file + ", line " + line + ": " + what);
    }
}
