package org.nec4j.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.checkpoint.Checkpoint;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensorsWriter;
import org.nec4j.config.Configs;
import org.nec4j.config.ModelSettings;
import org.nec4j.progress.Console;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

class ChannelAdaptationTest {
    private static final float[] KERNELS = sines(24); // [2, 3, 2, 2]

    @TempDir
    Path folder;

    private Path checkpoint;

    @BeforeEach
    void aCheckpointOfThreeBands() {
        VitShape shape = shape(3);
        Tensors start = RandomStart.of(shape, 1);
        SafeTensorsWriter writer = new SafeTensorsWriter();
        shape.tensors().forEach((name, sizes) -> writer.floats(name, sizes, start.floats(name)));
        checkpoint = folder.resolve("three.safetensors");
        writer.write(checkpoint);
    }

    /** Expected: {@code timm.models._manipulate.adapt_input_conv} (timm 1.0) on the same kernels. */
    @Test
    void repeatIsTimmsRule() {
        float[] five = {
            0.0f,
            0.5048825740814209f,
            0.5455784797668457f,
            0.0846720039844513f,
            -0.4540815055370331f,
            -0.5753545761108398f,
            -0.1676492989063263f,
            0.3941919803619385f,
            0.5936149954795837f,
            0.2472711056470871f,
            -0.3264126777648926f,
            -0.5999941825866699f
        };
        float[] one = {0.23255574703216553f, 0.2946651577949524f, 0.08586078882217407f, -0.20188361406326294f};

        float[] adapted =
                adaptation(5, ModelSettings.ChannelAdaptation.REPEAT).adapted("patch_embed.proj.weight", KERNELS);

        assertThat(adapted).hasSize(40);
        assertThat(firstOf(adapted, 12)).containsExactly(five, within(1e-7f));
        assertThat(adapted[12]).isEqualTo(adapted[0]);
        assertThat(adapted[16]).isEqualTo(adapted[4]);
        assertThat(firstOf(
                        adaptation(1, ModelSettings.ChannelAdaptation.REPEAT)
                                .adapted("patch_embed.proj.weight", KERNELS),
                        4))
                .containsExactly(one, within(2e-7f));
    }

    /** Expected: {@code w.mean(1, keepdim=True).repeat(1, 5, 1, 1) * (3 / 5)} in PyTorch. */
    @Test
    void repeatMeanGivesEveryBandTheMean() {
        float[] mean = {0.046511150896549225f, 0.05893303453922272f, 0.017172159627079964f, -0.04037672281265259f};

        float[] adapted =
                adaptation(5, ModelSettings.ChannelAdaptation.REPEAT_MEAN).adapted("patch_embed.proj.weight", KERNELS);

        for (int band = 0; band < 5; band++) {
            for (int i = 0; i < 4; i++) {
                assertThat(adapted[4 * band + i]).isCloseTo(mean[i], within(1e-7f));
            }
        }
    }

    @Test
    void aPredictedPixelHasItsBandsSideBySide() {
        // 4 pixels of 3 bands; pixel p and band c are row 3 p + c.
        float[] bias = {0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32};

        assertThat(adaptation(4, ModelSettings.ChannelAdaptation.REPEAT).adapted("decoder_pred.bias", bias))
                .containsExactly(0, 1, 2, 0, 10, 11, 12, 10, 20, 21, 22, 20, 30, 31, 32, 30);
        assertThat(adaptation(2, ModelSettings.ChannelAdaptation.REPEAT_MEAN).adapted("decoder_pred.bias", bias))
                .containsExactly(1, 1, 11, 11, 21, 21, 31, 31);
    }

    @Test
    void aWholeCheckpointStartsAModelOfOtherBandsOrIsRefusedInOneSentence() throws IOException {
        VitShape seven = shape(7);

        Tensors tensors = StartingPoint.of(settings(7, "repeat-mean"), 0, Console.silent())
                .tensors();

        seven.tensors().forEach((name, sizes) -> assertThat(tensors.floats(name))
                .as(name)
                .hasSize((int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b)));
        assertThatThrownBy(() -> StartingPoint.of(settings(7, "refuse"), 0, Console.silent()))
                .isInstanceOf(UserException.class)
                .hasMessage(checkpoint + ": its patch embedding takes 3 bands and model.channels is 7; set"
                        + " model.channel-adaptation to repeat or repeat-mean, or choose another checkpoint");
    }

    @Test
    void asManyBandsAreLeftAsTheyAre() throws IOException {
        float[] before = Checkpoint.read(checkpoint).floats("patch_embed.proj.weight");

        assertThat(StartingPoint.of(settings(3, "repeat"), 0, Console.silent())
                        .tensors()
                        .floats("patch_embed.proj.weight"))
                .containsExactly(before);
    }

    private ChannelAdaptation adaptation(int bands, ModelSettings.ChannelAdaptation rule) {
        return ChannelAdaptation.of(Checkpoint.read(checkpoint), shape(bands), rule);
    }

    private ModelSettings settings(int bands, String rule) throws IOException {
        String ones = IntStream.range(0, bands).mapToObj(i -> "1").toList().toString();
        Path file = Files.writeString(folder.resolve("model.conf"), """
                experiment.name = bands
                model { preset = custom, image-size = 4, patch-size = 2, dim = 4, depth = 1, heads = 1
                  decoder-dim = 4, decoder-depth = 1, decoder-heads = 1, checkpoint = three.safetensors
                  channels = %d, channel-adaptation = %s }
                data { sets = [none.conf], mean = %s, std = %s }
                training { length = 1 step, parameters = [{ pattern = "*", train = true }] }
                """.formatted(bands, rule, ones, ones));
        Files.writeString(folder.resolve("none.conf"), "name = none\nkind = synthetic");
        return Configs.experiment(file, List.of()).settings().model();
    }

    private static VitShape shape(int bands) {
        return new VitShape(4, 2, bands, 4, 1, 1, 4, 1, 1, 4, 1e-6);
    }

    private static float[] firstOf(float[] values, int count) {
        return Arrays.copyOf(values, count);
    }

    private static float[] sines(int count) {
        float[] out = new float[count];
        for (int i = 0; i < count; i++) {
            out[i] = (float) Math.sin(i);
        }
        return out;
    }
}
