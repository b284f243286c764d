package org.nec4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nec4j.SharedData;
import org.nec4j.codec.json.JsonObject;

/** Published files, against what PyTorch found in them. */
class CheckpointsOfOthersTest {
    @Test
    void everyTensorHasItsShapeMomentsAndDigest() throws IOException {
        Path folder = SharedData.require("data/third-party-checkpoints");
        Map<?, ?> files = JsonObject.parse(
                        Files.readString(folder.resolve("tensor_checksums.json")), "tensor_checksums.json")
                .asMap();
        int present = 0;
        for (Map.Entry<?, ?> entry : files.entrySet()) {
            Path file = folder.resolve(entry.getKey().toString().replaceFirst("^weights/", ""));
            if (Files.exists(file)) {
                assertMatches(file, (Map<?, ?>) entry.getValue());
                present++;
            }
        }
        assertThat(present).isGreaterThanOrEqualTo(6);
    }

    private static void assertMatches(Path file, Map<?, ?> expected) {
        Checkpoint checkpoint = Checkpoint.read(file);
        Map<?, ?> tensors = (Map<?, ?>) expected.get("tensors");
        assertThat(checkpoint.sha256()).isEqualTo(expected.get("sha256"));
        assertThat(checkpoint.names()).isEqualTo(tensors.keySet());
        for (String name : checkpoint.names()) {
            Map<?, ?> tensor = (Map<?, ?>) tensors.get(name);
            float[] numbers = checkpoint.floats(name);
            assertThat(checkpoint.shape(name)).as(name).isEqualTo(longs((List<?>) tensor.get("shape")));
            assertThat(sha256(numbers)).as(name).isEqualTo(tensor.get("sha256_le_bytes"));
            assertThat(mean(numbers)).as(name).isCloseTo(number(tensor.get("mean")), within(1e-6));
            assertThat(deviation(numbers)).as(name).isCloseTo(number(tensor.get("std")), within(1e-6));
        }
    }

    private static long[] longs(List<?> numbers) {
        return numbers.stream().mapToLong(n -> (Long) n).toArray();
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    private static double mean(float[] numbers) {
        double sum = 0;
        for (float number : numbers) {
            sum += number;
        }
        return sum / numbers.length;
    }

    private static double deviation(float[] numbers) {
        double mean = mean(numbers);
        double sum = 0;
        for (float number : numbers) {
            sum += (number - mean) * (number - mean);
        }
        return Math.sqrt(sum / numbers.length);
    }

    private static String sha256(float[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
