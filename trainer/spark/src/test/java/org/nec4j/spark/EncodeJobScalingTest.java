package org.nec4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Images a second of one and of two executors of a core: of the codec that {@code -Dnec4j.scaling.codec} names, over the folder {@code
 * -Dnec4j.scaling.images}. What every job costs before its first image is told by a job of few images, and taken off.
 */
@EnabledIfSystemProperty(
        named = "nec4j.scaling.codec",
        matches = ".+",
        disabledReason = "-Dnec4j.scaling.codec names no codec")
class EncodeJobScalingTest {
    private static final int FEW = 8;
    private static final int PARTS = 8;

    @TempDir
    Path folder;

    @Test
    void isMeasured() throws IOException {
        Path codec = Path.of(System.getProperty("nec4j.scaling.codec"));
        Path images = Path.of(System.getProperty("nec4j.scaling.images"));
        List<Path> all;
        try (Stream<Path> files = Files.walk(images)) {
            all = files.filter(Files::isRegularFile).sorted().toList();
        }
        Path few = Files.write(
                folder.resolve("few.txt"),
                all.subList(0, FEW).stream().map(Path::toString).toList());
        Path list = Files.write(
                folder.resolve("all.txt"), all.stream().map(Path::toString).toList());
        for (int executors = 1; executors <= 2; executors++) {
            Path shared = Files.createDirectories(folder.resolve("of" + executors));
            try (StandaloneCluster cluster = StandaloneCluster.start(shared, executors)) {
                double start = seconds(cluster, "few", codec, shared.resolve("few.nema"), few, executors);
                double whole = seconds(cluster, "all", codec, shared.resolve("all.nema"), list, PARTS);
                System.out.printf(
                        Locale.ROOT,
                        "%d executors: %.1f s for %d images, %.1f s for %d, %.1f images/s%n",
                        executors,
                        start,
                        FEW,
                        whole,
                        all.size(),
                        (all.size() - FEW) / (whole - start));
            }
        }
    }

    private static double seconds(
            StandaloneCluster cluster, String name, Path codec, Path archive, Path list, int parts) throws IOException {
        long start = System.nanoTime();
        Process driver = cluster.driver(name, "encode", "-c", codec, "-o", archive, "--shards", parts, "--list", list);
        assertThat(cluster.status(driver)).as(cluster.all(name)).isZero();
        return (System.nanoTime() - start) / 1e9;
    }
}
