package org.nec4j.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.SharedData;
import org.nec4j.backend.Backend;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.codec.tensor.SafeTensorsWriter;
import org.nec4j.config.Configs;
import org.nec4j.config.ModelSettings;
import org.nec4j.nn.LayerContext;
import org.nec4j.progress.Console;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.PatchGrid;
import org.nec4j.vit.PositionEmbeddings;
import org.nec4j.vit.Resampling;

/** Against what timm and transformers compute with the same files; {@code vits/make.py} made them. */
class EncodersOfOthersTest {
    static final Path FOLDER = folder();

    /** The encoder's settings of every file that is not a masked autoencoder's, and how its program brings positions to another grid. */
    private static final String NO_CLASS = "model.encoder.class-token=false";

    private static final String PRE_NORM =
            "model.encoder.pre-norm=true,model.encoder.activation=quick-gelu,model.layer-norm-epsilon=1e-5";
    private static final String TIMM = "model.encoder.position-resampling=antialiased";
    private static final String TANH = NO_CLASS + ",model.encoder.activation=gelu-tanh,model.layer-norm-epsilon=1e-6";

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "timm-vit.safetensors|" + TIMM,
                "timm-vit-classifier.safetensors|" + TIMM,
                "timm-vit-registers.safetensors|model.encoder.registers=3," + TIMM,
                "timm-vit-no-class-token.safetensors|" + NO_CLASS + "," + TIMM,
                "timm-deit3.safetensors|" + TIMM,
                "timm-deit-distilled.safetensors|model.encoder.registers=1," + TIMM,
                "timm-siglip.safetensors|" + TANH + "," + TIMM,
                "timm-clip.safetensors|model.encoder.pre-norm=true,model.encoder.activation=quick-gelu," + TIMM,
                "hf-vit.safetensors|",
                "hf-deit.safetensors|model.encoder.registers=1",
                "hf-dinov2.safetensors|",
                "hf-dinov2-registers.safetensors|model.encoder.registers=4,model.patch-size=14,model.image-size=42,"
                        + TIMM,
                "facebook-dinov2.pth|model.encoder.position-resampling=offset",
                "facebook-dinov2-registers.pth|model.encoder.registers=2," + TIMM,
                "hf-clip.safetensors|" + PRE_NORM,
                "open-clip.safetensors|" + PRE_NORM,
                "hf-siglip.safetensors|" + TANH,
                "hf-mae-encoder.safetensors|",
                "facebook-mae-encoder.pth|"
            })
    void embedsAsItsOwnProgramDoes(String file, String settings) {
        String name = file.substring(0, file.lastIndexOf('.'));
        try (SafeTensors expected = SafeTensors.open(FOLDER.resolve(name + "-expected.safetensors"))) {
            assertEmbeds(file, settings, expected, "");
            assertEmbeds(file, settings, expected, "_other");
        }
    }

    private static void assertEmbeds(String file, String settings, SafeTensors expected, String which) {
        long[] images = expected.shape("images" + which);
        List<String> all =
                new ArrayList<>(List.of(Objects.requireNonNullElse(settings, "").split(",")));
        all.add("model.image-size=" + images[2]);
        StartingPoint start = start(FOLDER.resolve(file), all);
        float[][] embeddings = new Encoder(start.shape(), start.tensors(), LayerContext.of(Backend.kernels()))
                .embed(expected.floats("images" + which));

        float[] tokens = expected.floats("tokens" + which);
        long[] shape = expected.shape("tokens" + which); // [B, (1 +) L, D]
        int length = (int) (shape[1] * shape[2]);
        int patches = start.shape().patches() * start.shape().dim();
        assertThat(start.hasDecoder()).isFalse();
        for (int b = 0; b < shape[0]; b++) {
            float[] theirs = Arrays.copyOfRange(tokens, b * length, (b + 1) * length);
            float[] ours = embeddings[b];
            assertThat(ours).hasSize(patches + start.shape().dim());
            int from = ours.length - length;
            assertThat(Arrays.copyOfRange(ours, from, ours.length)).containsExactly(theirs, within(1e-4f));
            if (from > 0) {
                assertThat(Arrays.copyOf(ours, from)).containsExactly(mean(theirs, from), within(1e-4f));
            }
        }
    }

    private static float[] mean(float[] tokens, int dim) {
        float[] mean = new float[dim];
        for (int i = 0; i < tokens.length; i++) {
            mean[i % dim] += tokens[i] / (tokens.length / dim);
        }
        return mean;
    }

    /** A real encoder without a decoder; the numbers are those of timm's VisionTransformer with the same file and image. */
    @ParameterizedTest
    @CsvSource({
        "224, -0.872320, 0.318765, -0.371261, 1.227870, -1.234076",
        "154, -1.094279, 0.391712, -0.088369, 0.622093, -1.208742"
    })
    void embedsAsTimmDoesWithARealDinov2(int side, float a, float b, float c, float d, float e) {
        Path file = SharedData.require("data/checkpoints/dinov2-vits14-first8.safetensors");
        StartingPoint start = start(
                file,
                List.of(
                        "model.image-size=" + side,
                        "model.patch-size=14",
                        "model.dim=384",
                        "model.depth=8",
                        "model.heads=6",
                        "model.mlp-ratio=4",
                        TIMM));
        float[] image = new float[3 * side * side];
        for (int i = 0; i < image.length; i++) {
            image[i] = (float) (Math.sin(i * 0.37) + Math.cos(i * 0.011));
        }

        float[] tokens =
                new Encoder(start.shape(), start.tensors(), LayerContext.of(Backend.kernels())).embed(image)[0];

        int last = tokens.length - 384;
        assertThat(new float[] {tokens[0], tokens[383], tokens[384 + 5], tokens[17 * 384 + 100], tokens[last + 200]})
                .containsExactly(new float[] {a, b, c, d, e}, within(1e-4f));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 8})
    void bringsPositionsToAnotherGridAsEachProgramDoes(int side) {
        try (SafeTensors positions = SafeTensors.open(FOLDER.resolve("positions.safetensors"))) {
            float[] table = positions.floats("table");
            float[] wide = positions.floats("wide");
            PatchGrid square = PatchGrid.square(5);
            PatchGrid to = PatchGrid.square(side);

            assertThat(PositionEmbeddings.interpolate(table, 8, 1, square, to, Resampling.ANTIALIASED))
                    .containsExactly(positions.floats("timm_" + side), within(2e-6f));
            assertThat(PositionEmbeddings.interpolate(table, 8, 1, square, to, Resampling.OFFSET))
                    .containsExactly(positions.floats("facebook_" + side), within(2e-6f));
            assertThat(PositionEmbeddings.interpolate(wide, 8, 1, new PatchGrid(4, 6), to, Resampling.ANTIALIASED))
                    .containsExactly(positions.floats("timm_wide_" + side), within(2e-6f));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timm-vit-registers.safetensors||model.encoder.registers = 3",
                "timm-siglip.safetensors||model.encoder.class-token = false",
                "timm-clip.safetensors||model.encoder.pre-norm = true",
                "timm-vit.safetensors|model.encoder.class-token=false|model.encoder.class-token = true",
                "timm-vit.safetensors|model.encoder.registers=2|model.encoder.registers = 0",
                "timm-vit.safetensors|model.encoder.pre-norm=true|model.encoder.pre-norm = false"
            })
    void saysWhichSettingAFileContradicts(String file, String setting, String advice) {
        assertThatThrownBy(() -> start(FOLDER.resolve(file), List.of(Objects.requireNonNullElse(setting, ""))))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("set " + advice);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "blocks.0.mlp.w12.weight|gated perceptrons",
                "blocks.1.attn.q_norm.weight|normed queries and keys",
                "blocks.0.attn.relative_position_bias_table|relative positions",
                "rope_embed.periods|rotary positions",
                "blocks.0.attn.gate.weight|parts beside norm1"
            })
    void refusesBlocksOfAnotherKindByTheirName(String tensor, String kind) {
        Path file = withTensor("strange.safetensors", tensor, 2);

        assertThatThrownBy(() -> start(file, List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(tensor)
                .hasMessageContaining(kind);
    }

    @Test
    void refusesAFileWithoutBlocks() {
        Path file = folder.resolve("other.safetensors");
        new SafeTensorsWriter()
                .floats("conv.weight", new long[] {2}, new float[2])
                .write(file);

        assertThatThrownBy(() -> start(file, List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("holds no blocks of a vision transformer")
                .hasMessageContaining("conv.weight");
    }

    @Test
    void refusesAFinalNormBehindThePooling() {
        Path file = folder.resolve("pooled.safetensors");
        copy("timm-vit.safetensors", file, name -> name.startsWith("norm.") ? "fc_" + name : name);

        assertThatThrownBy(() -> start(file, List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("fc_norm");
    }

    @Test
    void refusesAFileWithoutPositionsInOneSentence() {
        Path file = folder.resolve("nowhere.safetensors");
        copy("timm-vit.safetensors", file, name -> name.equals("pos_embed") ? "head.weight" : name);

        assertThatThrownBy(() -> start(file, List.of()))
                .isInstanceOf(UserException.class)
                .hasMessage(file
                        + ": holds no positions (pos_embed), and fixed sine-cosine ones are not made up, as nothing"
                        + " else in a file tells that they were meant; save the model with them, as the state dicts of"
                        + " MAE, timm and transformers do");
    }

    @Test
    void takesPositionsOfAGridThatIsNoSquareWhereItIsStated() {
        Path file = folder.resolve("wide.safetensors");
        float[] positions = new float[(1 + 2 * 5) * 16];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = (float) Math.sin(i);
        }
        SafeTensorsWriter writer = new SafeTensorsWriter();
        try (SafeTensors from = SafeTensors.open(FOLDER.resolve("timm-vit.safetensors"))) {
            from.names().stream()
                    .filter(name -> !name.equals("pos_embed"))
                    .forEach(name -> writer.floats(name, from.shape(name), from.floats(name)));
        }
        writer.floats("pos_embed", new long[] {1, 11, 16}, positions).write(file);

        assertThatThrownBy(() -> start(file, List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("11 positions, which are no square grid")
                .hasMessageContaining("model.encoder.position-grid");
        StartingPoint start = start(file, List.of("model.encoder.position-grid=[2, 5]"));
        assertThat(start.tensors().floats("pos_embed"))
                .isEqualTo(PositionEmbeddings.interpolate(
                        positions, 16, 1, new PatchGrid(2, 5), PatchGrid.square(4), Resampling.BICUBIC));
    }

    private Path withTensor(String name, String tensor, int length) {
        Path file = folder.resolve(name);
        SafeTensorsWriter writer = new SafeTensorsWriter();
        try (SafeTensors from = SafeTensors.open(FOLDER.resolve("timm-vit.safetensors"))) {
            from.names().forEach(one -> writer.floats(one, from.shape(one), from.floats(one)));
        }
        writer.floats(tensor, new long[] {length}, new float[length]).write(file);
        return file;
    }

    private static void copy(String from, Path to, UnaryOperator<String> names) {
        SafeTensorsWriter writer = new SafeTensorsWriter();
        try (SafeTensors file = SafeTensors.open(FOLDER.resolve(from))) {
            file.names().forEach(name -> writer.floats(names.apply(name), file.shape(name), file.floats(name)));
        }
        writer.write(to);
    }

    static StartingPoint start(Path checkpoint, List<String> settings) {
        List<String> all = new ArrayList<>(List.of(
                "experiment.name=any",
                "data.sets=[" + checkpoint + "]",
                "training.length=1steps",
                "training.parameters=[{pattern=\"*\",train=false}]",
                "model.checkpoint=" + checkpoint,
                "model.preset=custom",
                "model.image-size=16",
                "model.patch-size=4",
                "model.dim=16",
                "model.depth=2",
                "model.heads=2",
                "model.decoder-dim=8",
                "model.decoder-depth=1",
                "model.decoder-heads=1",
                "model.mlp-ratio=2"));
        settings.stream().filter(one -> !one.isEmpty()).forEach(all::add);
        Path empty = FOLDER.resolve("empty.conf");
        ModelSettings model = Configs.experiment(empty, all).settings().model();
        return StartingPoint.of(model, 0, Console.silent());
    }

    private static Path folder() {
        try {
            return Path.of(EncodersOfOthersTest.class.getResource("vits").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
