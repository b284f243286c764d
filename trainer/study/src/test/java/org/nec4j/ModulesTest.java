package org.nec4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Maven holds the arrows between modules; this keeps a package, the unit of {@link ArchitectureTest}, from lying on both sides of one. */
class ModulesTest {
    private static final Path TRAINER =
            Path.of(System.getProperty("nec4j.root", "../.."), "trainer").normalize();

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

    private static List<Path> folders(Path parent) throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    private static Set<Path> withSources(Path sources) throws IOException {
        Set<Path> packages = new TreeSet<>();
        try (Stream<Path> all = Files.walk(sources)) {
            all.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .forEach(packages::add);
        }
        return packages;
    }
}
