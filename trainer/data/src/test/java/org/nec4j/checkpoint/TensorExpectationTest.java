package org.nec4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensorsWriter;

class TensorExpectationTest {
    private final Map<String, long[]> expected = new LinkedHashMap<>();

    @TempDir
    Path folder;

    private Checkpoint checkpoint;

    @BeforeEach
    void writeEncoder() {
        Path file = folder.resolve("encoder.safetensors");
        new SafeTensorsWriter()
                .floats("cls_token", new long[] {1, 1, 2}, new float[2])
                .floats("pos_embed", new long[] {1, 5, 2}, new float[10])
                .floats("blocks.0.norm1.weight", new long[] {2}, new float[2])
                .write(file);
        checkpoint = Checkpoint.read(file);
        expected.put("cls_token", new long[] {1, 1, 2});
        expected.put("pos_embed", new long[] {1, 5, 2});
        expected.put("blocks.0.norm1.weight", new long[] {2});
    }

    @Test
    void acceptsWhatIsExpected() {
        checkpoint.require(expected);
        assertThat(checkpoint.require(TensorExpectation.of(expected))).isEmpty();
    }

    @Test
    void tellsEveryDifferenceAtOnce() {
        expected.remove("blocks.0.norm1.weight");
        expected.put("blocks.0.norm_1.weight", new long[] {2});
        expected.put("blocks.1.norm1.weight", new long[] {2});
        expected.put("pos_embed", new long[] {1, 10, 2});

        assertThatThrownBy(() -> checkpoint.require(expected))
                .isInstanceOf(UserException.class)
                .hasMessage(checkpoint.path()
                        + ": does not fit the model in 4 places; choose the preset and sizes that it was trained with, or "
                        + "another checkpoint:\n"
                        + "  wrong shape: pos_embed is [1, 5, 2], expected [1, 10, 2]\n"
                        + "  missing: blocks.0.norm_1.weight [2], did you mean blocks.0.norm1.weight?\n"
                        + "  missing: blocks.1.norm1.weight [2]\n"
                        + "  surplus: blocks.0.norm1.weight [2]");
    }

    @Test
    void suggestsTheSameNameBehindAPrefix() {
        expected.remove("cls_token");
        expected.put("encoder.cls_token", new long[] {1, 1, 2});

        assertThatThrownBy(() -> checkpoint.require(expected))
                .hasMessageContaining("encoder.cls_token [1, 1, 2], did you mean cls_token?");
    }

    @Test
    void letsADecoderBeAbsent() {
        expected.put("mask_token", new long[] {1, 1, 2});
        expected.put("decoder_norm.bias", new long[] {2});

        assertThat(checkpoint.require(TensorExpectation.of(expected).mayLack("decoder_", "mask_token")))
                .containsExactly("mask_token", "decoder_norm.bias");
    }

    @Test
    void checksTheShapeOfWhatMayBeAbsent() {
        expected.put("cls_token", new long[] {1, 1, 3});

        assertThatThrownBy(
                        () -> checkpoint.require(TensorExpectation.of(expected).mayLack("cls_token")))
                .hasMessageContaining("wrong shape: cls_token is [1, 1, 2], expected [1, 1, 3]");
    }

    @Test
    void letsAHeadBeThere() {
        expected.remove("cls_token");

        assertThat(checkpoint.require(TensorExpectation.of(expected).mayHold("cls_")))
                .isEmpty();
    }

    @Test
    void acceptsAnySizeWhereMinusOneStands() {
        expected.put("pos_embed", new long[] {1, -1, 2});
        checkpoint.require(expected);

        expected.put("pos_embed", new long[] {1, -1, 3});
        assertThatThrownBy(() -> checkpoint.require(expected)).hasMessageContaining("expected [1, any, 3]");
    }
}
