package org.nec4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What documents call by a name exists: types and settings that they write as {@code code} are those of the sources. */
class DocumentWordsTest {
    private static final Path ROOT =
            Path.of(System.getProperty("nec4j.root", "../..")).normalize();

    /** Words of others: DL4J's, CompressAI's, NEC's, PyTorch's, Guava's and the JDK's. */
    private static final Set<String> OF_OTHERS = Set.of(
            "ElementWiseVertex",
            "MergeVertex",
            "SubsetVertex",
            "EntropyBottleneck",
            "MaskedAutoencoderViTCompressedAdapter",
            "DataLoader",
            "PolySchedule",
            "FileBackedOutputStream",
            "org.nd4j.shade",
            "java.nio.file",
            "torch.save",
            "java.base");

    private static final Pattern CODE = Pattern.compile("(?<!`)`([^`\n]+)`(?!`)");
    private static final Pattern TYPE = Pattern.compile("(?:[a-z]+\\.)*([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+)");
    private static final Pattern DOT = Pattern.compile("([a-z][a-z0-9-]*(?:\\.[a-z][a-z0-9-]*)+)(?: *=.*)?");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([a-z0-9.]+);");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9.-]+)` \\|");
    private static final Pattern DECLARED =
            Pattern.compile("(?:class|interface|record|enum|@interface) ([A-Z][A-Za-z0-9]*)");

    /** Whole texts in quotes, as sources have file names, tensors and properties. */
    private static final Pattern LITERAL = Pattern.compile("\"([a-z][a-z0-9.-]*)\"");

    private static final Set<String> TYPES = new HashSet<>();
    private static final Set<String> DOTTED = new HashSet<>();

    @BeforeAll
    static void whatThereIs() throws IOException {
        TYPES.addAll(OF_OTHERS);
        DOTTED.addAll(OF_OTHERS);
        for (Path file : sources()) {
            String text = Files.readString(file);
            found(DECLARED, text, TYPES);
            found(PACKAGE, text, DOTTED);
            DOTTED.add(file.getFileName().toString());
            if (file.toString().contains("/src/main/")) {
                literals(text);
            }
        }
        try (Stream<Path> results = Files.walk(ROOT.resolve("experiments"), 2);
                Stream<Path> top = Files.list(ROOT)) {
            Stream.concat(results, top)
                    .forEach(file -> DOTTED.add(file.getFileName().toString()));
        }
        Set<String> settings = new HashSet<>();
        found(ROW, Files.readString(ROOT.resolve("docs/config.md")), settings);
        for (String key : settings) {
            for (int end = key.length(); end > 0; end = key.lastIndexOf('.', end - 1)) {
                DOTTED.add(key.substring(0, end));
            }
        }
    }

    @Test
    void nameTypesThatExist() throws IOException {
        assertThat(unknown(TYPE, TYPES, 50)).isEmpty();
    }

    /** And packages, tensors, files and properties, which look alike. */
    @Test
    void nameSettingsThatExist() throws IOException {
        assertThat(unknown(DOT, DOTTED, 60)).isEmpty();
    }

    private static List<String> unknown(Pattern form, Set<String> known, int expected) throws IOException {
        List<String> unknown = new ArrayList<>();
        int count = 0;
        for (Path document : documents()) {
            for (String word : words(document)) {
                Matcher matcher = form.matcher(word);
                if (matcher.matches()) {
                    count++;
                    if (!known.contains(matcher.group(1)) && !known.contains("org.nec4j." + matcher.group(1))) {
                        unknown.add(ROOT.relativize(document) + ": " + word);
                    }
                }
            }
        }
        assertThat(count).as("words looked at").isGreaterThan(expected);
        return unknown;
    }

    private static void found(Pattern pattern, String text, Set<String> into) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            into.add(matcher.group(1));
        }
    }

    /** Texts in quotes, those that are put behind a prefix of the same file included. */
    private static void literals(String text) {
        Set<String> own = new HashSet<>();
        found(LITERAL, text, own);
        DOTTED.addAll(own);
        own.stream()
                .filter(prefix -> prefix.endsWith("."))
                .forEach(prefix -> own.forEach(name -> DOTTED.add(prefix + name)));
    }

    private static List<String> words(Path document) throws IOException {
        List<String> words = new ArrayList<>();
        Matcher code = CODE.matcher(Files.readString(document).replaceAll("(?ms)^ *```.*?^ *```", ""));
        while (code.find()) {
            words.add(code.group(1).strip());
        }
        return words;
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"));
                Stream<Path> top = Files.list(ROOT)) {
            return Stream.concat(docs, top)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> all = Files.walk(ROOT.resolve("trainer"))) {
            return all.filter(file -> file.toString().matches(".*\\.(java|conf|py)"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
    }
}
