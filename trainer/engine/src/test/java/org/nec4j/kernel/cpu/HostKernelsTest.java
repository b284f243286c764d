package org.nec4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.nec4j.kernel.cpu.Agreement.ONE;
import static org.nec4j.kernel.cpu.Agreement.PORTABLE;
import static org.nec4j.kernel.cpu.Agreement.agree;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nec4j.kernel.Kernels;
import org.nec4j.kernel.LossKernels;
import org.nec4j.kernel.MapKernels;
import org.nec4j.kernel.Window;

/** Kernels that move memory about against ND4J's operations, of which the portable ones are made. */
class HostKernelsTest {
    private final Random random = Nd4j.getRandomFactory().getNewRandomInstance(13);

    @Test
    void tokensMoveAlike() {
        int[] rows = {3, 0, 3, 5, 3, 0};
        agree(List.of(normal(6, 5), normal(6, 5)), (k, a) -> k.tokens().gather(a.get(0), rows, a.get(1)));
        agree(List.of(normal(6, 5), normal(7, 5)), (k, a) -> k.tokens().scatterAdd(a.get(0), rows, a.get(1)));
        agree(List.of(normal(3, 4), normal(2, 3, 4)), (k, a) -> k.tokens().addToEach(a.get(0), a.get(1)));
        agree(List.of(normal(2, 5, 4), normal(2, 3, 4)), (k, a) -> k.tokens().copyTokens(a.get(0), 2, a.get(1), 1, 2));
        agree(List.of(normal(1, 1, 4), normal(2, 3, 4)), (k, a) -> k.tokens().fillToken(a.get(0), a.get(1), 2));
        agree(List.of(normal(2, 3, 4), normal(1, 1, 4)), (k, a) -> k.tokens().sumToken(a.get(0), 1, a.get(1)));
        agree(List.of(normal(2, 3, 6), normal(2, 3, 4)), (k, a) -> k.tokens().copyColumns(a.get(0), 3, a.get(1), 1, 2));
        agree(List.of(normal(2, 3, 4), normal(2, 3, 6)), (k, a) -> k.tokens().addToFirstColumns(a.get(0), a.get(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void patchesAreCutAlike(int channels) {
        int[][] keep = {{3, 0, 8}, {1, 1, 7}};
        INDArray images = normal(2, channels, 12, 12);
        agree(List.of(images, normal(2, 3, 16 * channels)), (k, a) -> k.patches()
                .channelsFirst(a.get(0), 4, keep, a.get(1)));
        agree(List.of(images, normal(2, 9, 16 * channels)), (k, a) -> k.patches()
                .channelsLast(a.get(0), 4, a.get(1)));
        agree(List.of(normal(2, 9, 16 * channels)), (k, a) -> k.patches().standardize(a.get(0)));
    }

    @Test
    void imagesThatAreNotSquareAreCutAlike() {
        int[][] keep = {{5, 0, 3}, {1, 1, 4}};
        INDArray images = normal(2, 3, 8, 12);
        agree(List.of(images, normal(2, 3, 48)), (k, a) -> k.patches().channelsFirst(a.get(0), 4, keep, a.get(1)));
        agree(List.of(images, normal(2, 6, 48)), (k, a) -> k.patches().channelsLast(a.get(0), 4, a.get(1)));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "5, 5", "2, 3", "4, 1", "1, 4"})
    void neighbourhoodsAreGatheredAlike(int side, int width) {
        INDArray map = normal(2, (long) side * width, 3);
        INDArray columns = normal(2, (long) side * width, 3 * MapKernels.TAPS);
        agree(List.of(map, columns), (k, a) -> k.maps().neighbourhoods(a.get(0), side, a.get(1)));
        agree(List.of(columns, map), (k, a) -> k.maps().sumNeighbourhoods(a.get(0), side, a.get(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 3, 4",
        "1, 2, 5, 4",
        "2, 1, 1, 1",
        "3, 1, 5, 2",
        "3, 2, 4, 5",
        "4, 1, 3, 6",
        "5, 2, 2, 7",
        "5, 3, 7, 1"
    })
    void windowsAreGatheredAlike(int kernel, int stride, int height, int width) {
        Window window = new Window(kernel, stride);
        INDArray map = normal(2, height, width, 3);
        INDArray columns = normal(2, window.squares(height), window.squares(width), 3L * window.taps());
        agree(List.of(map, columns), (k, a) -> k.windows().gather(a.get(0), window, a.get(1)));
        agree(List.of(columns, map), (k, a) -> k.windows().scatter(a.get(0), window, a.get(1)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void batchNormAgrees(boolean relu) {
        INDArray x = normal(2, 30, 4).muli(2).addi(0.5);
        INDArray mean = normal(4);
        INDArray variance = normal(4);
        INDArray gain = normal(4);
        INDArray bias = normal(4);
        agree(List.of(x, mean, variance), (k, a) -> k.maps().statistics(a.get(0), a.get(1), a.get(2)));
        ONE.maps().statistics(x, mean, variance);
        agree(List.of(x, mean, variance, gain, bias, normal(2, 30, 4)), (k, a) -> k.maps()
                .norm(a.get(0), norm(a, 1, relu), a.get(5)));
        agree(List.of(normal(2, 30, 4), x, mean, variance, gain, bias, normal(4), normal(4)), (k, a) -> k.maps()
                .normBackward(a.get(0), a.get(1), norm(a, 2, relu), a.get(6), a.get(7), a.get(0)));
        float[][] factors = {{1, 0, 2, 3}, {0, 1, -1, 0.5f}};
        agree(List.of(x, normal(2, 30, 4)), (k, a) -> k.maps().scaleChannels(a.get(0), factors, a.get(1)));
    }

    private static MapKernels.Norm norm(List<INDArray> a, int from, boolean relu) {
        return new MapKernels.Norm(a.get(from), a.get(from + 1), a.get(from + 2), a.get(from + 3), 1e-5, relu);
    }

    @Test
    void headsAreSpreadAlike() {
        agree(List.of(normal(3, 6), normal(3, 2, 6)), (k, a) -> k.pool().spread(a.get(0), 0.3, a.get(1)));
        agree(List.of(normal(3, 2, 6), normal(3, 6)), (k, a) -> k.pool().diagonal(a.get(0), 0.3, a.get(1)));
    }

    @Test
    void elementsAgree() {
        INDArray x = normal(3, 7001);
        INDArray y = normal(3, 7001);
        agree(List.of(x, y), (k, a) -> k.elements().copy(a.get(0), a.get(1)));
        agree(List.of(x), (k, a) -> k.elements().fill(-2.5, a.get(0)));
        agree(List.of(x), (k, a) -> k.elements().divide(3, a.get(0)));
        agree(List.of(x, y), (k, a) -> k.elements().follow(0.1, 1.2, a.get(0), a.get(1)));
        agree(List.of(x, y), (k, a) -> k.elements().magnitudes(a.get(0), a.get(1)));
        agree(List.of(x), (k, a) -> k.elements().rectify(a.get(0)));
        agree(List.of(x, y), (k, a) -> k.elements().timesSign(a.get(0), a.get(1)));
    }

    @Test
    void roundsHalvesToTheEvenSideOfTheCentre() {
        for (Kernels kernels : List.of(ONE, PORTABLE)) {
            INDArray y =
                    Nd4j.createFromArray(0.5f, 1.5f, -2.5f, 2.75f, 0.25f, 1.25f).reshape(3, 2);
            kernels.elements().roundAround(Nd4j.createFromArray(0f, 0.25f), y);
            assertThat(kernels.copies().of(y)).containsExactly(0, 1.25f, -2, 2.25f, 0, 1.25f);
            INDArray one = Nd4j.createFromArray(0.75f, 2.5f);
            kernels.elements().roundAround(Nd4j.createFromArray(0.25f, 1f), one);
            assertThat(kernels.copies().of(one)).containsExactly(0.25f, 3f);
        }
    }

    @Test
    void aNaNPassesThroughEveryElementwisePass() {
        for (Kernels kernels : List.of(ONE, PORTABLE)) {
            INDArray x = normal(5).putScalar(2, Double.NaN);
            INDArray y = normal(5);
            kernels.elements().rectify(x);
            kernels.elements().timesSign(x, y);
            assertThat(kernels.copies().of(x)[2]).isNaN();
            assertThat(kernels.copies().of(y)[2]).isNaN();
            assertThat(kernels.copies().of(y)[1]).isNotNaN();
            kernels.elements().magnitudes(x, y);
            assertThat(kernels.copies().of(y)[2]).isNaN();
        }
    }

    @Test
    void lossesAndTheirGradientsAgree() {
        INDArray mask = Nd4j.createFromArray(1f, 0, 0.5f, 1, 0, 0).reshape(2, 3);
        same(
                List.of(normal(2, 4, 5), normal(2, 3, 5), mask),
                k -> arguments ->
                        k.losses().maskedMeanSquare(arguments.get(0), arguments.get(1), arguments.get(2), 1.7));
        INDArray labels = Transforms.floor(Nd4j.rand(DataType.FLOAT, 2, 36).muli(3), false);
        labels.putScalar(1, 4, LossKernels.IGNORED);
        same(
                List.of(normal(2, 9, 3), labels),
                k -> arguments -> k.losses().crossEntropy(arguments.get(0), 3, arguments.get(1), 0.15, 0.4));
        INDArray wide = Transforms.floor(Nd4j.rand(DataType.FLOAT, 2, 54).muli(3), false); // 2 x 3 cells to 6 x 9
        same(
                List.of(normal(2, 6, 3), wide),
                k -> arguments -> k.losses().crossEntropy(arguments.get(0), 2, arguments.get(1), 0.15, 0.4));
        labels.assign(LossKernels.IGNORED);
        INDArray scores = normal(2, 9, 3);
        assertThat(PORTABLE.losses().crossEntropy(scores, 3, labels, 0, 1)).isZero();
        assertThat(scores.amaxNumber().doubleValue()).isZero();
    }

    /** torch.nn.functional.cross_entropy(.., label_smoothing = 0.2) of PyTorch 2.15 in float64. */
    @Test
    void smoothedCrossEntropiesAreThoseOfPyTorch() {
        float[] wanted = {
            0.0470514f, -0.0124793f, -0.1020879f, 0.0675159f, -0.0806563f, 0.0736561f, 0.0216019f, -0.0146016f
        };
        for (Kernels kernels : List.of(PORTABLE, ONE)) {
            INDArray scores = Nd4j.createFromArray(0.5f, -1.25f, 2, 0.75f, 1.5f, 0.25f, -0.5f, -2)
                    .reshape(2, 1, 4);
            INDArray labels = Nd4j.createFromArray(2f, 0).reshape(2, 1);
            assertThat(kernels.losses().crossEntropy(scores, 1, labels, 0.2, 1)).isCloseTo(0.7238478880, within(1e-6));
            float[] gradient = kernels.copies().of(scores);
            for (int i = 0; i < wanted.length; i++) {
                assertThat(gradient[i]).isCloseTo(wanted[i], within(1e-6f));
            }
        }
    }

    private interface Loss {
        ToDoubleFunction<List<INDArray>> of(Kernels kernels);
    }

    /** Numbers that calls return, beside what they write. */
    private static void same(List<INDArray> arguments, Loss loss) {
        agree(arguments, (kernels, copies) -> assertThat(loss.of(kernels).applyAsDouble(copies))
                .isFinite());
        List<INDArray> floats = arguments.stream().map(INDArray::dup).toList();
        List<INDArray> doubles =
                arguments.stream().map(a -> a.castTo(DataType.DOUBLE)).toList();
        double expected = loss.of(PORTABLE).applyAsDouble(doubles);
        assertThat(loss.of(ONE).applyAsDouble(floats)).isCloseTo(expected, within(1e-6 * Math.abs(expected)));
    }

    @Test
    void copiesGoInAndOut() {
        for (Kernels kernels : List.of(ONE, PORTABLE)) {
            INDArray array = kernels.copies().array(new float[] {1, 2, 3, 4}, 2, 2);
            kernels.copies().into(array, new float[] {5, 6});
            assertThat(array.shape()).containsExactly(2, 2);
            assertThat(kernels.copies().of(array)).containsExactly(5, 6, 3, 4);
            assertThatThrownBy(() -> kernels.copies().into(array, new float[5]))
                    .hasMessage("5 values do not fit 4 elements");
        }
    }

    @Test
    void aNewArrayOutlivesTheWorkspaceInWhichItWasMade() {
        for (Kernels kernels : List.of(ONE, PORTABLE)) {
            INDArray kept = Nd4j.empty();
            for (int round = 0; round < 3; round++) {
                try (MemoryWorkspace around = Nd4j.getWorkspaceManager().getAndActivateWorkspace("AROUND")) {
                    kept = round == 0 ? kernels.copies().array(new float[] {1, 2}, 2) : kept;
                    Nd4j.valueArrayOf(4, 7.0);
                }
            }
            assertThat(kept.isAttached()).isFalse();
            assertThat(kernels.copies().of(kept)).containsExactly(1, 2);
        }
    }

    @Test
    void refusesADoubleArrayInsteadOfReadingItAsFloats() {
        INDArray doubles = normal(2, 3).castTo(DataType.DOUBLE);
        assertThatThrownBy(() -> ONE.copies().of(doubles)).hasMessageContaining("FLOATs, not DOUBLE [2, 3]");
        assertThatThrownBy(() -> ONE.tokens().gather(doubles, new int[] {0}, normal(1, 3)))
                .hasMessageContaining("FLOATs, not DOUBLE [2, 3]");
    }

    private INDArray normal(long... shape) {
        return Nd4j.randn(0, 1, shape, random).castTo(DataType.FLOAT);
    }
}
