package org.nec4j;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Development data that lies beside the checkout: tests that need it are skipped, with a message, where it is absent. */
public final class SharedData {
    private SharedData() {}

    /** The folder {@code shared}; property {@code nec4j.shared}, else beside the checkout. */
    public static Path root() {
        String shared = System.getProperty("nec4j.shared");
        return shared == null
                ? Path.of(System.getProperty("nec4j.root", "."), "..", "shared").normalize()
                : Path.of(shared);
    }

    /** A file or folder below {@link #root()}; skips the calling test where it does not exist. */
    public static Path require(String relative) {
        Path path = root().resolve(relative);
        Assumptions.assumeTrue(
                Files.exists(path), path + " is absent; set -Dnec4j.shared to the folder that holds " + relative);
        return path;
    }
}
