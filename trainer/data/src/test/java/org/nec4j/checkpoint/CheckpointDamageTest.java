package org.nec4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.Damage;
import org.nec4j.codec.error.UserException;

/** Seeded damage to real files: whatever it hits, reading ends soon, in tensors or in one sentence. */
class CheckpointDamageTest {
    /** The eight files below share the count. */
    private static final int MUTATIONS = Damage.COUNT / 8;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "big-endian.pth",
                "many-kinds-zip.pth",
                "many-kinds-zip-protocol5.pth",
                "many-kinds-legacy.pth",
                "people/clutter-legacy.pth",
                "people/p-head.pth",
                "people/forms-legacy.pth",
                "people/plain.safetensors"
            })
    void everyDamageEndsInTensorsOrOneSentence(String name) throws IOException {
        byte[] original = Files.readAllBytes(Resources.file(name));
        AtomicInteger refused = new AtomicInteger();
        for (int seed = 0; seed < MUTATIONS; seed++) {
            Path file = folder.resolve("damaged.pth");
            Damage.write(file, Damage.of(original, new Random(seed)));
            String which = name + ", seed " + seed;
            Damage.soon(which, () -> {
                try {
                    Checkpoint checkpoint = Checkpoint.read(file);
                    checkpoint.names().forEach(checkpoint::floats);
                } catch (UserException e) {
                    refused.incrementAndGet();
                    assertThat(e.getMessage())
                            .as(which)
                            .startsWith(file.toString())
                            .doesNotContain("\n");
                } catch (RuntimeException | Error e) {
                    throw new AssertionError(which, e);
                }
            });
        }
        assertThat(refused.get()).isBetween(MUTATIONS / 8, MUTATIONS);
        assertThatCode(() -> Checkpoint.read(Resources.file(name))).doesNotThrowAnyException();
    }

    /** One in a million: an empty tensor that is said to begin beyond an empty storage. */
    @Test
    void anEmptyTensorMayBeginAnywhere() throws IOException {
        byte[] original = Files.readAllBytes(Resources.file("many-kinds-legacy.pth"));
        Path file = Files.write(folder.resolve("empty.pth"), Damage.of(original, new Random(61_275)));
        Checkpoint checkpoint = Checkpoint.read(file);
        assertThat(checkpoint.names()).isNotEmpty().allSatisfy(name -> assertThat(checkpoint.floats(name))
                .hasSize((int) Arrays.stream(checkpoint.shape(name)).reduce(1, (a, b) -> a * b)));
    }
}
