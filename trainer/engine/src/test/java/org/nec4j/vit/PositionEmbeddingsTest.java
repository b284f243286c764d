package org.nec4j.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nec4j.codec.error.UserException;
import org.nec4j.entropy.Vectors;

/** Against numbers of PyTorch 2.13 (interpolation) and of facebookresearch/mae (sines and cosines). */
class PositionEmbeddingsTest {
    private static final Vectors INTERPOLATED =
            Vectors.beside(PositionEmbeddingsTest.class, "interpolated-positions.safetensors");
    private static final Vectors SIN_COS = Vectors.beside(PositionEmbeddingsTest.class, "sincos-positions.safetensors");

    @ParameterizedTest
    @CsvSource({"source, 8, 3, grid3", "source, 8, 8, grid8", "source, 8, 14, grid14", "source14, 4, 8, from14to8"})
    void interpolatesAsPyTorchDoes(String source, int dim, int grid, String expected) {
        float[] numbers = INTERPOLATED.floats(source);
        PatchGrid from = PatchGrid.square((int) Math.round(Math.sqrt((double) numbers.length / dim - 1)));
        float[] actual =
                PositionEmbeddings.interpolate(numbers, dim, 1, from, PatchGrid.square(grid), Resampling.BICUBIC);

        assertThat(actual).containsExactly(INTERPOLATED.floats(expected), within(2e-6f));
    }

    @Test
    void leavesAGridOfTheSameSizeAsItIs() {
        float[] source = INTERPOLATED.floats("source");

        assertThat(PositionEmbeddings.interpolate(
                        source, 8, 1, PatchGrid.square(5), PatchGrid.square(5), Resampling.BICUBIC))
                .isEqualTo(source)
                .isNotSameAs(source);
    }

    /** The wide tables hold every row-th row and every column-th column, to keep the file small. */
    @ParameterizedTest
    @CsvSource({
        "sincos_d16_g2_cls0, 16, 2, false, 1, 1",
        "sincos_d48_g4_cls1, 48, 4, true, 1, 1",
        "sincos_d192_g14_cls1, 192, 14, true, 7, 1",
        "sincos_d512_g14_cls1, 512, 14, true, 7, 8",
        "sincos_d768_g14_cls1, 768, 14, true, 7, 12",
        "sincos_d1024_g7_cls0, 1024, 7, false, 1, 16"
    })
    void drawsTheSinesAndCosinesOfMae(String name, int dim, int grid, boolean clsToken, int rowStep, int columnStep) {
        float[] table = PositionEmbeddings.sinCos(dim, PatchGrid.square(grid), clsToken ? 1 : 0);
        float[] expected = SIN_COS.floats(name);
        int columns = (int) SIN_COS.shape(name)[1];

        assertThat(table).hasSize((grid * grid + (clsToken ? 1 : 0)) * dim);
        for (int i = 0; i < expected.length; i++) {
            int at = i / columns * rowStep * dim + i % columns * columnStep;
            assertThat(table[at]).as("%s %d", name, i).isCloseTo(expected[i], within(1e-6f));
        }
    }

    @Test
    void refusesAWidthThatIsNoMultipleOfFour() {
        assertThatThrownBy(() -> PositionEmbeddings.sinCos(6, PatchGrid.square(2), 1))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("multiple of 4");
    }
}
