package org.nec4j.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nec4j.backend.Backend;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.codec.tensor.SafeTensorsWriter;
import org.nec4j.nn.LayerContext;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.PatchGrid;
import org.nec4j.vit.PositionEmbeddings;
import org.nec4j.vit.Resampling;

/** Images that are not square, against what timm and PyTorch compute; {@code vits/rectangles.py} made the numbers. */
class EncoderOfRectanglesTest {
    private static final String TIMM = "model.encoder.position-resampling=antialiased";

    @TempDir
    Path folder;

    /** 96 x 160 are the sizes that the checkpoint was made for; to the others its positions are brought, to squares and longer images too. */
    @ParameterizedTest
    @CsvSource({"96, 160", "160, 96", "128, 128", "48, 240"})
    void embedsAsTimmsVisionTransformerDoes(int rows, int columns) {
        assertEmbeds(
                "rectangle.safetensors",
                List.of(TIMM, "model.patch-size=16", "model.encoder.position-grid=[6, 10]"),
                "tokens",
                rows,
                columns);
    }

    @ParameterizedTest
    @CsvSource({"24, 40", "12, 8"})
    void bringsASquareCheckpointToARectangleAsTimmDoes(int rows, int columns) {
        assertEmbeds("timm-vit.safetensors", List.of(TIMM), "square", rows, columns);
    }

    @Test
    void takesPositionsOfTheModelsOwnGridAsTheyAre() {
        StartingPoint start = EncodersOfOthersTest.start(
                EncodersOfOthersTest.FOLDER.resolve("rectangle.safetensors"),
                List.of("model.patch-size=16", "model.image-size=[96, 160]"));

        try (SafeTensors file = SafeTensors.open(EncodersOfOthersTest.FOLDER.resolve("rectangle.safetensors"))) {
            assertThat(start.tensors().floats("pos_embed")).isEqualTo(file.floats("pos_embed"));
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 8", "7, 4", "5, 6"})
    void bringsPositionsToARectangleAsEachProgramDoes(int rows, int columns) {
        try (SafeTensors expected = expected()) {
            PatchGrid to = new PatchGrid(rows, columns);
            String name = rows + "_" + columns;
            float[] table = expected.floats("table");
            float[] wide = expected.floats("wide");
            PatchGrid square = PatchGrid.square(5);
            PatchGrid rectangle = new PatchGrid(4, 6);

            assertThat(PositionEmbeddings.interpolate(table, 8, 1, square, to, Resampling.ANTIALIASED))
                    .containsExactly(expected.floats("timm_" + name), within(2e-6f));
            assertThat(PositionEmbeddings.interpolate(wide, 8, 1, rectangle, to, Resampling.ANTIALIASED))
                    .containsExactly(expected.floats("timm_wide_" + name), within(2e-6f));
            assertThat(PositionEmbeddings.interpolate(table, 8, 1, square, to, Resampling.BICUBIC))
                    .containsExactly(expected.floats("mae_" + name), within(2e-6f));
            assertThat(PositionEmbeddings.interpolate(wide, 8, 1, rectangle, to, Resampling.BICUBIC))
                    .containsExactly(expected.floats("mae_wide_" + name), within(2e-6f));
        }
    }

    /** 4 x 9 cells are as many as 6 x 6: nobody can tell from the file which they are. */
    @Test
    void refusesPositionsThatAreASquareOrTheModelsOwnRectangle() {
        Path file = folder.resolve("either.safetensors");
        float[] positions = new float[(1 + 36) * 16];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = (float) Math.sin(i);
        }
        SafeTensorsWriter writer = new SafeTensorsWriter();
        try (SafeTensors from = SafeTensors.open(EncodersOfOthersTest.FOLDER.resolve("timm-vit.safetensors"))) {
            from.names().stream()
                    .filter(name -> !name.equals("pos_embed"))
                    .forEach(name -> writer.floats(name, from.shape(name), from.floats(name)));
        }
        writer.floats("pos_embed", new long[] {1, 37, 16}, positions).write(file);
        List<String> size = List.of("model.image-size=[16, 36]");

        assertThatThrownBy(() -> EncodersOfOthersTest.start(file, size))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("37 positions, a square grid or the model's 4 x 9")
                .hasMessageContaining("model.encoder.position-grid");
        assertThat(positions(file, "[4, 9]")).isEqualTo(positions);
        assertThat(positions(file, "[6, 6]"))
                .isEqualTo(PositionEmbeddings.interpolate(
                        positions, 16, 1, PatchGrid.square(6), new PatchGrid(4, 9), Resampling.BICUBIC));
    }

    private static float[] positions(Path file, String grid) {
        return EncodersOfOthersTest.start(
                        file, List.of("model.image-size=[16, 36]", "model.encoder.position-grid=" + grid))
                .tensors()
                .floats("pos_embed");
    }

    private static void assertEmbeds(String file, List<String> settings, String what, int rows, int columns) {
        List<String> all = new ArrayList<>(settings);
        all.add("model.image-size=[" + rows + ", " + columns + "]");
        StartingPoint start = EncodersOfOthersTest.start(EncodersOfOthersTest.FOLDER.resolve(file), all);
        float[] wave = new float[3 * rows * columns];
        for (int i = 0; i < wave.length; i++) {
            wave[i] = (float) (Math.sin(i * 0.37) + Math.cos(i * 0.011));
        }

        float[] tokens = new Encoder(start.shape(), start.tensors(), LayerContext.of(Backend.kernels())).embed(wave)[0];

        try (SafeTensors expected = expected()) {
            assertThat(tokens).containsExactly(expected.floats(what + "_" + rows + "_" + columns), within(1e-4f));
        }
    }

    private static SafeTensors expected() {
        return SafeTensors.open(EncodersOfOthersTest.FOLDER.resolve("rectangle-expected.safetensors"));
    }
}
