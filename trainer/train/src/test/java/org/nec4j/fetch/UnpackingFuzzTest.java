package org.nec4j.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.Damage;
import org.nec4j.codec.error.UserException;
import org.nec4j.progress.Console;

/** Damaged archives: whatever it hits, unpacking ends soon, in files of the folder or in one sentence. */
class UnpackingFuzzTest {
    private static final Unpacking.Limits LIMITS = new Unpacking.Limits(20, 1 << 16, 50, 4096);

    @TempDir
    Path folder;

    @Test
    void everyDamageEndsInFilesOrOneSentence() throws IOException {
        Archives.Entry[] entries = {
            Archives.file("a/1.txt", "words ".repeat(20).getBytes(StandardCharsets.UTF_8)),
            Archives.file("b.txt", "more".getBytes(StandardCharsets.UTF_8)),
            Archives.file("long".repeat(30) + ".txt", new byte[3])
        };
        List<byte[]> good = List.of(Archives.zip(entries), Archives.tar(false, entries), Archives.tar(true, entries));
        AtomicInteger refused = new AtomicInteger();
        int count = good.size() * Damage.COUNT;
        for (int seed = 0; seed < count; seed++) {
            Path archive =
                    Damage.write(folder.resolve("archive"), Damage.of(good.get(seed % good.size()), new Random(seed)));
            Path out = folder.resolve("out");
            String which = "seed " + seed;
            Damage.soon(which, () -> {
                try {
                    Unpacking.unpack(archive, out, LIMITS, Console.silent().progress("", 1, ""));
                } catch (UserException e) {
                    refused.incrementAndGet();
                    assertThat(e.getMessage())
                            .as(which)
                            .startsWith(archive.toString())
                            .doesNotContain("\n");
                } catch (IOException | RuntimeException | Error e) {
                    throw new AssertionError(which, e);
                }
            });
            empty(out);
        }
        assertThat(refused.get()).isGreaterThan(count / 3);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(folder.resolve("archive"), folder.resolve("out"));
        }
    }

    /** But for two folders that nearly every archive makes anew: to remove a folder takes longer than all else. */
    private static void empty(Path out) throws IOException {
        if (!Files.exists(out)) {
            return;
        }
        try (Stream<Path> files = Files.walk(out)) {
            files.sorted(Comparator.reverseOrder())
                    .filter(file -> !file.equals(out) && !(file.equals(out.resolve("a")) && Files.isDirectory(file)))
                    .forEach(file -> {
                        try {
                            Files.delete(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }
}
