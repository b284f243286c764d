package org.nec4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nec4j.SharedData;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensorsWriter;

class KeyStylesTest {
    private static final String LAYER = "vit.encoder.layer.0.attention.attention.";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "model.safetensors, HUGGING_FACE_VITMAE",
        "zip_format.pth, HUGGING_FACE_VITMAE",
        "legacy_format.pth, HUGGING_FACE_VITMAE",
        "facebook_mae_keys_with_namespace.pth, FACEBOOK_MAE",
        "facebook_mae_keys_fp16.pth, FACEBOOK_MAE"
    })
    void fiveFormsOfOneModelAreOneCheckpoint(String name, KeyStyle style) {
        Path forms = SharedData.require("data/vectors/hf_vitmae_tiny");
        Checkpoint reference = Checkpoint.read(forms.resolve("facebook_mae_keys_with_namespace.pth"));
        Checkpoint checkpoint = Checkpoint.read(forms.resolve(name));

        assertThat(checkpoint.keyStyle()).isEqualTo(style);
        assertThat(checkpoint.names()).hasSize(74).isEqualTo(reference.names());
        for (String tensor : reference.names()) {
            assertThat(checkpoint.shape(tensor)).as(tensor).isEqualTo(reference.shape(tensor));
            float[] exact = reference.floats(tensor);
            float[] numbers = checkpoint.floats(tensor);
            for (int i = 0; i < exact.length; i++) {
                // Half an ulp of binary16: 2^-11 of the number, 2^-25 below the normal range.
                double rounding = name.contains("fp16") ? Math.max(Math.abs(exact[i]) * 0x1p-11, 0x1p-25) : 0;
                assertThat(Math.abs(numbers[i] - exact[i]))
                        .as("%s[%d]", tensor, i)
                        .isLessThanOrEqualTo((float) rounding);
            }
        }
    }

    @Test
    void joinsQueryKeyAndValueInThatOrder() {
        Path file = folder.resolve("hf.safetensors");
        new SafeTensorsWriter()
                .floats(LAYER + "value.weight", new long[] {1, 2}, new float[] {5, 6})
                .floats(LAYER + "key.weight", new long[] {1, 2}, new float[] {3, 4})
                .floats(LAYER + "query.weight", new long[] {1, 2}, new float[] {1, 2})
                .write(file);

        Checkpoint checkpoint = Checkpoint.read(file);

        assertThat(checkpoint.names()).containsExactly("blocks.0.attn.qkv.weight");
        assertThat(checkpoint.shape("blocks.0.attn.qkv.weight")).containsExactly(3, 2);
        assertThat(checkpoint.floats("blocks.0.attn.qkv.weight")).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void refusesAQueryWithoutItsKey() {
        Path file = folder.resolve("hf.safetensors");
        new SafeTensorsWriter()
                .floats(LAYER + "query.weight", new long[] {1, 2}, new float[] {1, 2})
                .floats(LAYER + "value.weight", new long[] {1, 2}, new float[] {5, 6})
                .write(file);

        assertThatThrownBy(() -> Checkpoint.read(file))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(LAYER + "key.weight is missing");
    }

    @Test
    void acceptsAnEncoderAloneWithoutThePrefix() {
        Path file = folder.resolve("encoder.safetensors");
        SafeTensorsWriter writer = new SafeTensorsWriter();
        for (String part : List.of("query", "key", "value")) {
            writer.floats(
                    "encoder.layer.0.attention.attention." + part + ".weight", new long[] {1, 1}, new float[] {1});
        }
        writer.floats("layernorm.bias", new long[] {1}, new float[] {7}).write(file);

        assertThat(Checkpoint.read(file).names()).containsExactlyInAnyOrder("blocks.0.attn.qkv.weight", "norm.bias");
    }

    @Test
    void bringsOldCompressAiNamesToThePresentOnes() {
        Path file = folder.resolve("old.safetensors");
        SafeTensorsWriter writer = new SafeTensorsWriter();
        IntStream.range(0, 2)
                .forEach(i -> writer.floats("entropy_bottleneck._matrix" + i, new long[] {1}, new float[] {i})
                        .floats("entropy_bottleneck._bias" + i, new long[] {1}, new float[] {10 + i})
                        .floats("entropy_bottleneck._factor" + i, new long[] {1}, new float[] {20 + i}));
        writer.floats("entropy_bottleneck.quantiles", new long[] {1, 1, 3}, new float[] {-1, 0, 1})
                .floats("decoder_norm._bias0", new long[] {1}, new float[] {9})
                .write(file);

        Checkpoint checkpoint = Checkpoint.read(file);

        assertThat(checkpoint.names())
                .containsExactlyInAnyOrder(
                        "bottleneck.matrices.0",
                        "bottleneck.matrices.1",
                        "bottleneck.biases.0",
                        "bottleneck.biases.1",
                        "bottleneck.factors.0",
                        "bottleneck.factors.1",
                        "bottleneck.quantiles",
                        "decoder_norm._bias0");
        assertThat(checkpoint.floats("bottleneck.factors.1")).containsExactly(21);
    }

    @Test
    void refusesTwoNamesForOneTensor() {
        Path file = folder.resolve("twice.safetensors");
        new SafeTensorsWriter()
                .floats("bottleneck._matrix0", new long[] {1}, new float[] {1})
                .floats("entropy_bottleneck.matrices.0", new long[] {1}, new float[] {2})
                .write(file);

        assertThatThrownBy(() -> Checkpoint.read(file))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("two tensors that both stand for bottleneck.matrices.0");
    }

    @Test
    void dropsThePrefixOfDataParallelOnlyWhereAllNamesHaveIt() {
        Path all = folder.resolve("all.safetensors");
        new SafeTensorsWriter()
                .floats("module.norm.bias", new long[] {1}, new float[] {1})
                .write(all);
        Path some = folder.resolve("some.safetensors");
        new SafeTensorsWriter()
                .floats("module.norm.bias", new long[] {1}, new float[] {1})
                .floats("other", new long[] {1}, new float[] {1})
                .write(some);

        assertThat(Checkpoint.read(all).names()).containsExactly("norm.bias");
        assertThat(Checkpoint.read(some).names()).contains("module.norm.bias");
    }

    @Test
    void keepsTheBottleneckOfAHyperpriorApart() {
        Path file = folder.resolve("hyperprior.safetensors");
        new SafeTensorsWriter()
                .floats("entropy_bottleneck._matrix0", new long[] {1}, new float[] {1})
                .floats("bottleneck._matrix0", new long[] {1}, new float[] {2})
                .floats("h_s.0.norm1.bias", new long[] {1}, new float[] {3})
                .write(file);

        Checkpoint checkpoint = Checkpoint.read(file);

        assertThat(checkpoint.floats("entropy_bottleneck.matrices.0")).containsExactly(1);
        assertThat(checkpoint.floats("bottleneck.matrices.0")).containsExactly(2);
    }

    @Test
    void aNameThatABackboneSharesWithItsHeadIsNeitherOfThem() {
        Path file = folder.resolve("classifier.safetensors");
        new SafeTensorsWriter()
                .floats("backbone.norm.bias", new long[] {1}, new float[] {1})
                .floats("backbone.cls_token", new long[] {1}, new float[] {2})
                .floats("norm.bias", new long[] {1}, new float[] {3})
                .write(file);

        Checkpoint checkpoint = Checkpoint.read(file);

        assertThat(checkpoint.names()).containsExactlyInAnyOrder("backbone.norm.bias", "cls_token");
        assertThat(checkpoint.unread()).containsExactly("norm.bias");
    }

    @Test
    void wholeNumbersAreReadAsSuchAndOthersRefused() {
        Path file = folder.resolve("numbers.safetensors");
        new SafeTensorsWriter()
                .ints("whole", new long[] {2}, new int[] {-3, 1 << 24})
                .floats("half", new long[] {1}, new float[] {0.5f})
                .write(file);

        Checkpoint checkpoint = Checkpoint.read(file);

        assertThat(checkpoint.ints("whole")).containsExactly(-3, 1 << 24);
        assertThatThrownBy(() -> checkpoint.ints("half"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("half holds 0.5");
    }
}
