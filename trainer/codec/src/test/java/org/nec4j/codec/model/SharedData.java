package org.nec4j.codec.model;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Data too large for the repository, in the folder that the system property nec4j.shared names (default: ../shared). */
final class SharedData {
    private SharedData() {}

    /** A file of the shared data; the test is skipped where it is absent. */
    static Path file(String name) {
        Path root = Path.of(System.getProperty("nec4j.root", "../.."));
        Path shared = Path.of(
                System.getProperty("nec4j.shared", root.resolve("../shared").toString()));
        Path file = shared.resolve(name);
        assumeTrue(Files.exists(file), file + " is not there: name its folder with -Dnec4j.shared=...");
        return file;
    }
}
