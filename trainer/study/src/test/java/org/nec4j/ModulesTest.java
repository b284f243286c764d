package org.nec4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Maven holds the arrows between modules; this keeps a package, the unit of {@link ArchitectureTest}, from lying on both sides of one, and
 * tests where their subject is found by its name.
 */
class ModulesTest {
    private static final Path ROOT =
            Path.of(System.getProperty("nec4j.root", "../..")).normalize();
    private static final Path TRAINER = ROOT.resolve("trainer");

    /** What a test is about that is no class, and where it lies. */
    private static final Map<String, String> CONCEPTS = Map.ofEntries(
            Map.entry("Architecture", "docs/architecture.md"),
            Map.entry("DataSlim", "trainer/engine/src/test/resources/vectors/data-slim"), // a program of others
            Map.entry("Document", "docs"),
            Map.entry("ExtendingDocument", "docs/extending.md"),
            Map.entry("Interchange", "docs/interchange.md"),
            Map.entry("Modules", "pom.xml"),
            Map.entry("NaAlista", "trainer/engine/src/test/resources/vectors/na-alista"), // a program of others
            Map.entry("Public", "trainer/codec/src/main/java/module-info.java"), // what this exports
            Map.entry("PythonReader", "trainer/reader"),
            Map.entry("Readme", "README.md"),
            Map.entry("Tutorial", "docs/tutorial.md"),
            Map.entry("Wheel", "trainer/reader/pom.xml"), // which packs it
            Map.entry("WindowsLauncher", "nec4j.cmd"));

    private static final Pattern NEEDED = Pattern.compile("<artifactId>nec4j-([a-z0-9]+)</artifactId>");

    @Test
    void shareNoPackage() throws IOException {
        Map<Path, Set<String>> homes = new TreeMap<>();
        for (Path module : folders(TRAINER)) {
            Path sources = module.resolve("src/main/java");
            if (Files.isDirectory(sources)) {
                for (Path folder : withSources(sources)) {
                    homes.computeIfAbsent(sources.relativize(folder), name -> new TreeSet<>())
                            .add(module.getFileName().toString());
                }
            }
        }

        assertThat(homes).hasSizeGreaterThan(20).allSatisfy((name, modules) -> assertThat(modules)
                .hasSize(1));
    }

    /** Its subject is a class that its module sees, in the singular or the plural, a helper among the tests, or a concept. */
    @Test
    void beginEveryTestWithTheNameOfItsSubject() throws IOException {
        Map<String, Set<String>> classes = new TreeMap<>();
        List<Path> tests = new ArrayList<>();
        for (Path module : folders(TRAINER)) {
            Set<String> own = new TreeSet<>();
            for (Path source : sources(module.resolve("src"))) {
                if (simpleName(source).endsWith("Test")) {
                    tests.add(source);
                } else {
                    own.add(simpleName(source));
                }
            }
            classes.put(module.getFileName().toString(), own);
        }
        assertThat(CONCEPTS.values())
                .allSatisfy(path -> assertThat(ROOT.resolve(path)).exists());

        List<String> without = new ArrayList<>();
        for (Path test : tests) {
            Set<String> subjects = new TreeSet<>(CONCEPTS.keySet());
            for (String module : seenFrom(TRAINER.relativize(test).getName(0).toString())) {
                subjects.addAll(classes.getOrDefault(module, Set.of()));
            }
            if (subjects.stream().noneMatch(subject -> begins(simpleName(test), subject))) {
                without.add(simpleName(test));
            }
        }
        assertThat(tests).hasSizeGreaterThan(250);
        assertThat(without).as("tests that begin with no class and no concept").isEmpty();
    }

    private static boolean begins(String test, String subject) {
        return test.matches(Pattern.quote(subject) + "s?(?=[A-Z0-9]).*");
    }

    private static String simpleName(Path source) {
        String name = source.getFileName().toString();
        return name.substring(0, name.length() - ".java".length());
    }

    private static Set<String> seenFrom(String module) throws IOException {
        Set<String> seen = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(module));
        while (!open.isEmpty()) {
            String next = open.pop();
            Path pom = TRAINER.resolve(next).resolve("pom.xml");
            if (seen.add(next) && Files.exists(pom)) {
                NEEDED.matcher(Files.readString(pom)).results().forEach(match -> open.push(match.group(1)));
            }
        }
        return seen;
    }

    private static List<Path> sources(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static List<Path> folders(Path parent) throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    private static Set<Path> withSources(Path sources) throws IOException {
        Set<Path> packages = new TreeSet<>();
        for (Path source : sources(sources)) {
            packages.add(source.getParent());
        }
        return packages;
    }
}
