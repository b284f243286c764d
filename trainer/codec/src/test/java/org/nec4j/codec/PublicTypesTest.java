package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What others may build on is decided here, not by a forgotten word. */
class PublicTypesTest {
    private static final List<String> FOR_CONSUMERS =
            List.of("Codec", "Embedding", "Archive", "JsonObject", "FormatException", "UserException");

    private static final List<String> FOR_MAKERS_OF_CODECS = List.of(
            "CodecWriter",
            "ArchiveWriter",
            "CdfTables",
            "GaussianTables",
            "PmfQuantizer",
            "RansEncoder",
            "RansDecoder",
            "SymbolCosts",
            "SafeTensors",
            "SafeTensorsWriter",
            "DType",
            "AppendedFile",
            "AtomicFile");

    @Test
    void areThoseThatThePackageNames() throws IOException {
        Path classes = ChildJvm.location(Codec.class).resolve("org/nec4j/codec");
        try (Stream<Path> files = Files.list(classes)) {
            List<String> found = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("$") && !name.startsWith("package-info"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .filter(PublicTypesTest::isPublic)
                    .toList();
            assertThat(found)
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(FOR_CONSUMERS.stream(), FOR_MAKERS_OF_CODECS.stream())
                                    .toList());
        }
    }

    private static boolean isPublic(String name) {
        try {
            return Modifier.isPublic(Class.forName("org.nec4j.codec." + name).getModifiers());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
