package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.io.Slow;

/**
 * Streams and decoded values are the same bits however the JVM executes: interpreted, compiled by C1 or by C2, with and without
 * the Vector API's module, and on every JDK of version 17 or later that is installed beside the running one.
 */
class CodecDeterminismTest {
    /** Embeddings a codec and process. */
    private static final String EMBEDDINGS = Integer.toString(Slow.count("nec4j.embeddings", 300, 10_000));

    /** What the first machine got for 300 embeddings: all others must too. */
    private static final String DIGEST_OF_300 = "f178ea33e9216c935af4c4c7356021af099c39b3c0262ff27bbf48ee98981dee"
            // and of layered codecs
            + " 85b95286172f0c69be5ba8dcb9ea6e4ccfcb70f0dd5a4e1326542faf82eebc51"
            // and of images that a sensing codec measures
            + " aa6549abf2486a8f807786d5d134b4fcf69d97c0728c87ea5d6cba1625637d1e";

    private static final List<List<String>> MODES = List.of(
            List.of("-Xint"),
            List.of("-XX:TieredStopAtLevel=1"),
            List.of("-XX:-TieredCompilation"),
            List.of(),
            List.of("--add-modules=jdk.incubator.vector"),
            List.of("-XX:UseAVX=0"));

    @Test
    void decodesTheSameBitsInEveryModeAndOnEveryJdk() throws Exception {
        Map<String, String> digests = new LinkedHashMap<>();
        TreeSet<Path> javas = installedJavas();
        for (Path java : javas) {
            for (List<String> mode : MODES) {
                digests.put(java + " " + String.join(" ", mode), digest(java, mode));
            }
        }
        if (javas.stream().noneMatch(java -> version(java.getParent().getParent()) >= 25)) {
            System.out.println(
                    "Not tried on JDK 25 or later, none is installed beside " + System.getProperty("java.home"));
        }
        System.out.println(EMBEDDINGS + " embeddings of each codec: " + digests);
        assertThat(digests).hasSizeGreaterThanOrEqualTo(MODES.size());
        assertThat(digests.values()).allMatch(digest -> digest.matches("[0-9a-f]{64} [0-9a-f]{64} [0-9a-f]{64}"));
        assertThat(new TreeSet<>(digests.values())).hasSize(1);
        if (EMBEDDINGS.equals("300")) {
            assertThat(digests).containsValue(DIGEST_OF_300);
        }
    }

    private static String digest(Path java, List<String> mode) throws Exception {
        List<String> options = Stream.concat(mode.stream(), Stream.of("-XX:+IgnoreUnrecognizedVMOptions"))
                .toList();
        Process process = ChildJvm.start(java, options, DecodingDigest.class, EMBEDDINGS);
        try (var lines = process.inputReader()) {
            String output = lines.lines().reduce((first, last) -> last).orElse("");
            assertThat(process.waitFor()).isZero();
            return output;
        }
    }

    private static TreeSet<Path> installedJavas() throws IOException {
        TreeSet<Path> javas = new TreeSet<>();
        Path home = Path.of(System.getProperty("java.home")).toRealPath();
        javas.add(home.resolve("bin/java"));
        try (Stream<Path> beside = Files.list(home.getParent())) {
            for (Path other : beside.toList()) {
                Path java = other.resolve("bin/java");
                if (Files.isExecutable(java) && version(other) >= 17) {
                    javas.add(other.toRealPath().resolve("bin/java"));
                }
            }
        }
        return javas;
    }

    private static int version(Path home) {
        Path release = home.resolve("release");
        try {
            Matcher version = Pattern.compile("JAVA_VERSION=\"([0-9]+)")
                    .matcher(Files.exists(release) ? Files.readString(release) : "");
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
