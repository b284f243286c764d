package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The resident memory of a real training process, its Java heap fixed and touched beforehand, so that what grows is native. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
class TrainingMemoryTest {
    private static final long MEBIBYTE = 1 << 20;
    /** One activation of the model below, 32 x 17 x 64 floats, kept from every step would add 68 MiB; compilers come and go by 10. */
    private static final long LEAST_LEAK = 24 * MEBIBYTE;

    @Test
    void memoryIsFlatOverFiveHundredStepsOnceCompilersAreDone(@TempDir Path folder) throws IOException {
        Path config = TinyRun.in(folder).config();
        String heap = "export _JAVA_OPTIONS='-Xms160m -Xmx160m -XX:+AlwaysPreTouch -XX:TieredStopAtLevel=4'";
        long earlier = 0;
        long later = 0;
        long steps;
        try (ChildCli child = ChildCli.limited(
                folder,
                heap,
                "train",
                config,
                "training.length=1600steps",
                "training.checkpoint-every=1600steps",
                "data.batch-size=32",
                "model.dim=64",
                "model.decoder-dim=64")) {
            do {
                steps = steps(folder);
                long resident = resident(child.process().pid());
                if (steps >= 1000 && steps < 1100) {
                    earlier = Math.max(earlier, resident);
                }
                if (steps >= 1500 && steps < 1600) {
                    later = Math.max(later, resident);
                }
                ChildCli.sleep(20);
            } while (steps < 1600 && child.process().isAlive());
            assertThat(child.status()).as(child.told()).isZero();
            assertThat(steps(folder)).isEqualTo(1600);
        }
        assertThat(earlier).isPositive();
        assertThat(later).isPositive();
        assertThat(later - earlier)
                .as("MiB from step 1000 to 1100: %d, from 1500 to 1600: %d", earlier / MEBIBYTE, later / MEBIBYTE)
                .isLessThan(LEAST_LEAK);
    }

    /** Lines of the run's metrics: a step each. */
    private static long steps(Path folder) throws IOException {
        Path runs = folder.resolve("runs");
        if (!Files.isDirectory(runs)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(runs)) {
            Path metrics =
                    all.findFirst().map(run -> run.resolve("metrics.csv")).orElse(runs.resolve("none"));
            return Files.exists(metrics) ? Files.readString(metrics).lines().count() - 1 : 0;
        }
    }

    private static long resident(long process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // the process has ended
        }
    }
}
