package org.nec4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.tensor.DType;

/** Files in which PyTorch saved every element type and every kind of view, inside a training script's usual wrapping. */
class TorchTensorsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "many-kinds-zip.pth",
                "many-kinds-zip-protocol4.pth",
                "many-kinds-zip-protocol5.pth",
                "many-kinds-legacy.pth"
            })
    void readsEveryTypeAndView(String name) throws IOException {
        Checkpoint checkpoint = Checkpoint.read(Resources.file(name));

        Map<?, ?> expected = expected();
        assertThat(checkpoint.names()).hasSize(18).hasSameElementsAs(strings(expected.keySet()));
        for (String tensor : checkpoint.names()) {
            assertMatches(checkpoint, tensor, (Map<?, ?>) expected.get(tensor));
        }
        assertThat(checkpoint.dtype("bfloat16")).isEqualTo(DType.BF16);
        assertThat(checkpoint.dtype("bool")).isEqualTo(DType.BOOL);
        assertThat(checkpoint.dtype("int64")).isEqualTo(DType.I64);
    }

    @Test
    void swapsTheBytesOfABigEndianFile() throws IOException {
        Checkpoint checkpoint = Checkpoint.read(Resources.file("big-endian.pth"));

        assertThat(checkpoint.names()).hasSize(10);
        for (String tensor : checkpoint.names()) {
            assertMatches(checkpoint, tensor, (Map<?, ?>) expected().get(tensor));
        }
    }

    @Test
    void readsTensorsWithAttributesAndUntypedStorages() {
        Checkpoint checkpoint = Checkpoint.read(Resources.file("rare-forms.pth"));

        assertThat(checkpoint.floats("attributes")).containsExactly(0, 1, 2, 3);
        assertThat(checkpoint.floats("parameter_state")).containsExactly(5, 6);
        assertThat(checkpoint.floats("untyped")).containsExactly(2, 3, 4);
        assertThat(checkpoint.floats("untyped_half")).containsExactly(1.5f, -2);
        assertThat(checkpoint.dtype("untyped_half")).isEqualTo(DType.F16);
    }

    @Test
    void readsTheStorageViewsOfVeryOldFiles() {
        Checkpoint checkpoint = Checkpoint.read(Resources.file("legacy-view.pth"));

        assertThat(checkpoint.floats("whole")).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(checkpoint.floats("view")).containsExactly(2, 3, 4);
        assertThat(checkpoint.floats("cuda")).containsExactly(8.5f);
    }

    private static Map<?, ?> expected() throws IOException {
        return JsonObject.parse(Files.readString(Resources.file("many-kinds.json")), "many-kinds.json")
                .asMap();
    }

    private static void assertMatches(Checkpoint checkpoint, String tensor, Map<?, ?> expected) {
        List<?> values = (List<?>) expected.get("values");
        float[] numbers = checkpoint.floats(tensor);
        assertThat(numbers).as(tensor).hasSize(values.size());
        for (int i = 0; i < numbers.length; i++) {
            assertThat(numbers[i]).as("%s[%d]", tensor, i).isEqualTo(((Number) values.get(i)).floatValue());
        }
        List<?> shape = (List<?>) expected.get("shape");
        assertThat(checkpoint.shape(tensor))
                .as(tensor)
                .isEqualTo(shape.stream().mapToLong(n -> (Long) n).toArray());
    }

    private static List<String> strings(java.util.Set<?> keys) {
        return keys.stream().map(Object::toString).toList();
    }
}
