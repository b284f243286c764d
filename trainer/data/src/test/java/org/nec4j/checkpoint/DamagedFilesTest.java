package org.nec4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensorsWriter;

/** Seeded damage to real files: whatever it hits, reading ends soon, in tensors or in one sentence. */
class DamagedFilesTest {
    private static final int MUTATIONS = 600;
    private static final String SAFETENSORS = "small.safetensors";
    private static final long[] EXTREMES = {-1, 0, 1, 0x7f, 0xff, 0xffff, Integer.MAX_VALUE, 0xffffffffL, Long.MAX_VALUE
    };

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "big-endian.pth",
                "many-kinds-zip.pth",
                "many-kinds-zip-protocol5.pth",
                "many-kinds-legacy.pth",
                SAFETENSORS
            })
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void everyDamageEndsInTensorsOrOneSentence(String name) throws IOException {
        Path whole = name.equals(SAFETENSORS) ? written() : Resources.file(name);
        byte[] original = Files.readAllBytes(whole);
        int refused = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            Random random = new Random(seed);
            Path file = folder.resolve("damaged.pth");
            Files.write(file, mutated(original, random));
            try {
                Checkpoint checkpoint = Checkpoint.read(file);
                checkpoint.names().forEach(checkpoint::floats);
            } catch (UserException e) {
                refused++;
                assertThat(e.getMessage())
                        .as("seed %d", seed)
                        .startsWith(file.toString())
                        .doesNotContain("\n");
            } catch (RuntimeException | Error e) {
                throw new AssertionError(name + ", seed " + seed, e);
            }
        }
        assertThat(refused).isBetween(MUTATIONS / 4, MUTATIONS);
        assertThatCode(() -> Checkpoint.read(whole)).doesNotThrowAnyException();
    }

    private Path written() {
        Path file = folder.resolve(SAFETENSORS);
        SafeTensorsWriter tensors = new SafeTensorsWriter();
        for (int rows = 1; rows <= 20; rows++) {
            tensors.floats("blocks." + rows + ".weight", new long[] {rows, 16}, new float[rows * 16]);
        }
        tensors.write(file);
        return file;
    }

    /** One to four of: a flipped bit, a random byte, an extreme number, a cut end, a stretch doubled or taken out. */
    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original.clone();
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 16; i--) {
            int at = random.nextInt(bytes.length - 8);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> putExtreme(bytes, at, random);
                case 3 -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : bytes;
                case 4 -> bytes = spliced(bytes, at, at + random.nextInt(64));
                default -> bytes = spliced(bytes, at, Math.max(0, at - random.nextInt(64)));
            }
        }
        return bytes;
    }

    private static void putExtreme(byte[] bytes, int at, Random random) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long value = EXTREMES[random.nextInt(EXTREMES.length)];
        switch (random.nextInt(3)) {
            case 0 -> buffer.putShort(at, (short) value);
            case 1 -> buffer.putInt(at, (int) value);
            default -> buffer.putLong(at, value);
        }
    }

    /** Everything before {@code end}, then everything from {@code start} on. */
    private static byte[] spliced(byte[] bytes, int end, int start) {
        int from = Math.min(start, bytes.length);
        byte[] out = Arrays.copyOf(bytes, end + bytes.length - from);
        System.arraycopy(bytes, from, out, end, bytes.length - from);
        return out;
    }
}
