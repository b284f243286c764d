package org.nec4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What another program gets that depends on the topmost library, and so on any below it; the build writes the list. */
class DependantsTest {
    private static final Path LIST =
            Path.of(System.getProperty("nec4j.root", "../.."), "trainer/study/target/dependants.classpath");

    @Test
    void getTheBackendsJavaAndNoNativeLibrary() throws IOException {
        assumeTrue(Files.exists(LIST), "./mvnw writes " + LIST);
        List<String> jars = Arrays.stream(Files.readString(LIST).split(File.pathSeparator))
                .map(jar -> Path.of(jar.strip()).getFileName().toString())
                .toList();

        assertThat(jars)
                .anyMatch(jar -> jar.matches("nd4j-native-[^-]+-[^-]+\\.jar"))
                .noneMatch(jar -> jar.matches(".*-(linux|macosx|windows|android|ios)-.*"));
    }
}
