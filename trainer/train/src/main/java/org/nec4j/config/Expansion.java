package org.nec4j.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.error.UserException;

/**
 * Bounds what substitutions make of settings before they are carried out: thirty lines that each name the one before twice would
 * fill any memory. The size is estimated from above, from the text that the parser renders of what it read: keys and texts in
 * quotation marks, substitutions as <code>${key}</code>, values of the same key in the order in which they were stated.
 */
final class Expansion {
    /** Modelled bytes; a large experiment has about a hundred thousand. */
    private static final long MOST = 32L << 20;

    /** Of a value beside its text. */
    private static final int OVERHEAD = 32;

    private final Block root;
    private final Path file;
    private final Map<List<String>, Long> weights = new HashMap<>();
    private final Deque<List<String>> weighing = new ArrayDeque<>();

    private sealed interface Piece permits Text, Reference, Block, Items {}

    private record Text(int length) implements Piece {}

    private record Reference(List<String> key) implements Piece {}

    private record Items(List<List<Piece>> values) implements Piece {}

    private record Block(List<Entry> entries) implements Piece {}

    /** A value is the pieces that are put together to make it. */
    private record Entry(String key, List<Piece> value) {}

    private Expansion(Block root, Path file) {
        this.root = root;
        this.file = file;
    }

    /** Throws UserException where the settings, resolved, would be larger than settings can be. */
    static void require(Config stated, Path file) {
        try {
            String text = stated.root().render(ConfigRenderOptions.concise());
            if (text.contains("${")) {
                Expansion expansion = new Expansion(new Scanner(text).block(), file);
                if (expansion.weight(List.of(expansion.root)) >= MOST) {
                    throw new UserException(
                            file
                                    + ": multiplies its own settings by ${..} beyond what settings can be; state them plainly.");
                }
            }
        } catch (StackOverflowError e) {
            throw new UserException(file + ": is nested too deeply for settings.", e);
        }
    }

    private long weight(List<Piece> value) {
        long sum = OVERHEAD;
        for (Piece piece : value) {
            if (piece instanceof Text text) {
                sum += text.length();
            } else if (piece instanceof Reference reference) {
                sum += weightOf(reference.key());
            } else if (piece instanceof Items items) {
                for (List<Piece> item : items.values()) {
                    sum = Math.min(MOST, sum + weight(item));
                }
            } else if (piece instanceof Block block) {
                for (Entry entry : block.entries()) {
                    sum = Math.min(MOST, sum + entry.key().length() + weight(entry.value()));
                }
            }
            sum = Math.min(MOST, sum);
        }
        return sum;
    }

    /** Of a key's value. While it is being weighed, what it says of itself is what was stated before: HOCON looks back. */
    private long weightOf(List<String> key) {
        Long known = weights.get(key);
        if (known != null) {
            if (weighing.contains(key) && !weighing.getLast().equals(key)) {
                throw new UserException(file + ": states " + ConfigUtil.joinPath(key)
                        + " by other settings that are stated by it; state one of them plainly.");
            }
            return known;
        }
        weights.put(key, 0L);
        weighing.addLast(key);
        for (List<Piece> value : values(root, key)) {
            long one = weight(value);
            boolean replaces = value.stream().anyMatch(piece -> piece instanceof Text || piece instanceof Items);
            weights.merge(key, one, (before, now) -> replaces ? now : Math.min(MOST, before + now));
        }
        weighing.removeLast();
        return weights.get(key);
    }

    /** All values that a key may get its own from, in order. */
    private static List<List<Piece>> values(Block block, List<String> key) {
        List<List<Piece>> found = new ArrayList<>();
        for (Entry entry : block.entries()) {
            if (!entry.key().equals(key.get(0))) {
                continue;
            }
            if (key.size() == 1) {
                found.add(entry.value());
                continue;
            }
            for (Piece piece : entry.value()) {
                if (piece instanceof Block inner) {
                    found.addAll(values(inner, key.subList(1, key.size())));
                } else if (piece instanceof Reference) {
                    // What is looked up within it is at most all of it.
                    found.add(List.of(piece));
                }
            }
        }
        return found;
    }

    /** Reads the parser's concise rendering. */
    private static final class Scanner {
        private final String text;
        private int at;

        Scanner(String text) {
            this.text = text;
        }

        Block block() {
            at++;
            List<Entry> entries = new ArrayList<>();
            while (text.charAt(at) != '}') {
                int start = at;
                skipQuoted();
                String key = unquoted(text.substring(start, at));
                at++;
                entries.add(new Entry(key, value()));
                skipComma();
            }
            at++;
            return new Block(entries);
        }

        private Items items() {
            at++;
            List<List<Piece>> values = new ArrayList<>();
            while (text.charAt(at) != ']') {
                values.add(value());
                skipComma();
            }
            at++;
            return new Items(values);
        }

        private List<Piece> value() {
            List<Piece> pieces = new ArrayList<>();
            while (at < text.length() && ",}]".indexOf(text.charAt(at)) < 0) {
                int start = at;
                switch (text.charAt(at)) {
                    case '{' -> pieces.add(block());
                    case '[' -> pieces.add(items());
                    case '$' -> pieces.add(reference());
                    case '"' -> {
                        skipQuoted();
                        pieces.add(new Text(at - start));
                    }
                    default -> {
                        at++;
                        pieces.add(new Text(1));
                    }
                }
            }
            return pieces;
        }

        private Reference reference() {
            at += text.startsWith("${?", at) ? 3 : 2;
            int start = at;
            while (text.charAt(at) != '}') {
                if (text.charAt(at) == '"') {
                    skipQuoted();
                } else {
                    at++;
                }
            }
            at++;
            String key = text.substring(start, at - 1);
            // A list out of the environment, ${NAME[]}, is as large as the environment.
            return new Reference(ConfigUtil.splitPath(key.endsWith("[]") ? key.substring(0, key.length() - 2) : key));
        }

        private void skipQuoted() {
            at++;
            while (text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            at++;
        }

        private void skipComma() {
            if (text.charAt(at) == ',') {
                at++;
            }
        }

        private static String unquoted(String quoted) {
            return Optional.of(ConfigUtil.splitPath(quoted))
                    .filter(path -> path.size() == 1)
                    .map(path -> path.get(0))
                    .orElse(quoted);
        }
    }
}
