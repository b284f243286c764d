package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wheel of the Python reader, as the build packs it without Python. */
class WheelTest {
    private static final Path READER = Path.of(System.getProperty("nec4j.root", "../.."))
            .toAbsolutePath()
            .normalize()
            .resolve("trainer/reader");
    private static final String TIME = "2026-11-28T00:00:00Z";

    @TempDir
    Path folder;

    private String pack(Path out, String version, int expectedExit) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        READER.resolve("Wheel.java").toString(),
                        READER.toString(),
                        out.toString(),
                        version,
                        TIME)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(expectedExit);
        return said;
    }

    private static String versionOfThePom() throws IOException {
        Matcher version =
                Pattern.compile("<version>([^<]+)</version>").matcher(Files.readString(READER.resolve("pom.xml")));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    @Test
    void holdsEverySourceAndRecordsEveryFileWithItsDigest() throws Exception {
        pack(folder, versionOfThePom(), 0);
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(only(folder)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        try (Stream<Path> sources = Files.walk(READER.resolve("nec4j_reader"))) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".py")).toList()) {
                String name = READER.relativize(source).toString().replace('\\', '/');
                assertThat(files.get(name)).as(name).isEqualTo(Files.readAllBytes(source));
            }
        }
        assertThat(files).containsKey("nec4j_reader/py.typed");
        String info = files.keySet().stream()
                .filter(name -> name.endsWith("RECORD"))
                .findFirst()
                .orElseThrow()
                .replace("RECORD", "");
        StringBuilder expected = new StringBuilder();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (!file.getKey().endsWith("RECORD")) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(file.getValue());
                String text = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
                expected.append(file.getKey() + ",sha256=" + text + "," + file.getValue().length + "\n");
            }
        }
        assertThat(text(files, info + "RECORD").lines())
                .containsExactlyInAnyOrderElementsOf(
                        (expected + info + "RECORD,,").lines().toList());
        assertThat(text(files, info + "METADATA"))
                .contains("\nName: nec4j-reader\n", "\nRequires-Dist: numpy>=1.21\n", "\nRequires-Python: >=3.9\n");
        assertThat(text(files, info + "entry_points.txt"))
                .isEqualTo("[console_scripts]\nnec4j-reader = nec4j_reader.__main__:main\n");
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    @Test
    void isTheSameFromEveryBuild() throws Exception {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path other = Files.createDirectory(folder.resolve("other"));
        pack(one, versionOfThePom(), 0);
        pack(other, versionOfThePom(), 0);
        assertThat(only(one))
                .hasSameBinaryContentAs(only(other))
                .hasFileName(only(other).getFileName().toString());
    }

    @Test
    void refusesAnotherVersionThanThePoms() throws Exception {
        assertThat(pack(folder, "99.0", 1)).contains("where the pom's version 99.0 asks for 99.0");
    }
}
