package org.nec4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.nec4j.kernel.cpu.Agreement.agree;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nec4j.kernel.GeluForm;
import org.nec4j.kernel.Kernels;

/** The vector kernels in float32 against the portable ones in double, which finite differences have proven. */
class VectorKernelsTest {
    private final Kernels one = Agreement.ONE;
    private final Kernels three = Agreement.THREE;
    private final Kernels portable = Agreement.PORTABLE;
    private final Random random = Nd4j.getRandomFactory().getNewRandomInstance(11);

    @ParameterizedTest(name = "B={0} T={1} K={2} N={3}")
    @CsvSource({
        "1,1,5,7",
        "1,1,192,10",
        "2,17,13,8",
        "2,197,24,40",
        "64,17,192,64",
        "3,65,100,257",
        "1,1300,64,33",
        "2,13,64,1088",
        "1,3,1088,128"
    })
    void linearAgrees(int batch, int tokens, int k, int n) {
        INDArray x = normal(batch, tokens, k);
        INDArray w = normal(n, k);
        INDArray b = normal(n);
        INDArray dy = normal(batch, tokens, n);
        INDArray wide = normal(batch, tokens, n);
        INDArray narrow = normal(batch, tokens, k);
        agree(List.of(x, w, b, wide), (kernels, a) -> kernels.linear().forward(a.get(0), a.get(1), a.get(2), a.get(3)));
        agree(List.of(x, w, b, wide, dy), (kernels, a) -> kernels.linear()
                .forwardResidual(a.get(0), a.get(1), a.get(2), a.get(4), a.get(3)));
        agree(List.of(x, w, b, dy), (kernels, a) -> kernels.linear()
                .forwardResidual(a.get(0), a.get(1), a.get(2), a.get(3), a.get(3)));
        agree(List.of(x, w, b, wide, dy), (kernels, a) -> kernels.linear()
                .forwardGelu(a.get(0), a.get(1), a.get(2), a.get(3), a.get(4)));
        agree(List.of(x, w, b, wide), (kernels, a) -> kernels.linear()
                .forwardGelu(a.get(0), a.get(1), a.get(2), a.get(3), a.get(3)));
        agree(List.of(dy, w, narrow), (kernels, a) -> kernels.linear().backwardInput(a.get(0), a.get(1), a.get(2)));
        agree(List.of(dy, w, x, narrow), (kernels, a) -> kernels.linear()
                .backwardInputGelu(a.get(0), a.get(1), a.get(2), a.get(3)));
        agree(List.of(dy, w, x), (kernels, a) -> kernels.linear()
                .backwardInputGelu(a.get(0), a.get(1), a.get(2), a.get(2)));
        agree(List.of(dy, x, normal(n, k), normal(n)), (kernels, a) -> kernels.linear()
                .backwardWeights(a.get(0), a.get(1), a.get(2), a.get(3)));
    }

    @ParameterizedTest(name = "K={0} N={1}")
    @CsvSource({"192,192", "768,192", "3072,768", "768,200"})
    void aProductIsNotRoundedToTheLastPlaceOfItsResidualTermByTerm(int k, int n) {
        INDArray x = normal(1, 65, k);
        INDArray w = normal(n, k).divi(Math.sqrt(k));
        INDArray b = normal(n);
        INDArray residual = normal(1, 65, n).muli(1000);
        INDArray exact = Nd4j.create(DataType.DOUBLE, 1, 65, n);
        portable.linear()
                .forwardResidual(
                        x.castTo(DataType.DOUBLE),
                        w.castTo(DataType.DOUBLE),
                        b.castTo(DataType.DOUBLE),
                        residual.castTo(DataType.DOUBLE),
                        exact);
        one.linear().forwardResidual(x, w, b, residual, residual);
        // A few roundings of numbers below 4096, not k of them.
        assertThat(residual.castTo(DataType.DOUBLE).subi(exact).amaxNumber().doubleValue())
                .isLessThan(4 * Math.ulp(2048f));
    }

    @ParameterizedTest(name = "R={0} D={1}")
    @CsvSource({"1,1", "1,768", "17,5", "3,13", "200,192", "1300,16", "65,5000"})
    void layerNormAgrees(int rows, int d) {
        INDArray x = normal(rows, d).muli(2).addi(0.5);
        INDArray gain = normal(d);
        INDArray bias = normal(d);
        INDArray dy = normal(rows, d);
        INDArray stats = normal(rows, 2);
        agree(List.of(x, gain, bias, normal(rows, d), stats), (kernels, a) -> kernels.layerNorm()
                .forward(a.get(0), a.get(1), a.get(2), 1e-3, a.get(3), a.get(4)));
        agree(List.of(x, gain, bias, stats), (kernels, a) -> kernels.layerNorm()
                .forward(a.get(0), a.get(1), a.get(2), 1e-3, a.get(0), a.get(3)));
        one.layerNorm().forward(x, gain, bias, 1e-3, normal(rows, d), stats);
        agree(List.of(dy, x, gain, stats, normal(rows, d)), (kernels, a) -> kernels.layerNorm()
                .backwardInput(a.get(0), a.get(1), a.get(2), a.get(3), a.get(4)));
        agree(List.of(dy, x, gain, stats, normal(rows, d), normal(rows, d)), (kernels, a) -> kernels.layerNorm()
                .backwardInputResidual(a.get(0), a.get(1), a.get(2), a.get(3), a.get(4), a.get(5)));
        agree(List.of(dy, x, gain, stats, normal(rows, d)), (kernels, a) -> kernels.layerNorm()
                .backwardInputResidual(a.get(0), a.get(1), a.get(2), a.get(3), a.get(4), a.get(4)));
        agree(List.of(dy, x, stats, normal(d), normal(d)), (kernels, a) -> kernels.layerNorm()
                .backwardWeights(a.get(0), a.get(1), a.get(2), a.get(3), a.get(4)));
    }

    @ParameterizedTest(name = "B={0} T={1} D={2} heads={3}")
    @CsvSource({"1,1,4,2", "2,17,192,3", "1,197,64,1", "5,50,24,4", "3,65,15,3", "2,8,16,2"})
    void attentionAgrees(int batch, int tokens, int d, int heads) {
        INDArray qkv = normal(batch, tokens, 3 * d);
        INDArray out = normal(batch, tokens, d);
        INDArray probs = normal(batch, heads, tokens, tokens);
        agree(List.of(qkv, out, probs), (kernels, a) -> kernels.attention()
                .forward(a.get(0), heads, a.get(1), a.get(2)));
        agree(List.of(qkv, out), (kernels, a) -> kernels.attention().forward(a.get(0), heads, a.get(1)));
        one.attention().forward(qkv, heads, normal(batch, tokens, d), probs);
        agree(List.of(out, qkv, probs, normal(batch, tokens, 3 * d)), (kernels, a) -> kernels.attention()
                .backward(a.get(0), a.get(1), a.get(2), heads, a.get(3)));
    }

    @ParameterizedTest(name = "B={0} T={1} D={2} queries={3}")
    @CsvSource({"1,1,4,2", "2,17,192,3", "1,196,64,8", "70,50,24,4", "3,65,15,1"})
    void poolAgrees(int batch, int tokens, int d, int queries) {
        INDArray x = normal(batch, tokens, d);
        INDArray u = normal(queries, d);
        INDArray probs = normal(batch, queries, tokens);
        INDArray out = normal(batch, queries, d);
        agree(List.of(x, u, probs, out), (kernels, a) -> kernels.pool()
                .forward(a.get(0), a.get(1), a.get(2), a.get(3)));
        one.pool().forward(x, u, probs, out);
        agree(
                List.of(normal(batch, queries, d), x, probs, normal(batch, tokens, queries)),
                (kernels, a) -> kernels.pool().backward(a.get(0), a.get(1), a.get(2), a.get(3)));
        agree(List.of(normal(batch, queries, d), probs, normal(batch, tokens, d)), (kernels, a) -> kernels.pool()
                .backwardValues(a.get(0), a.get(1), a.get(2)));
    }

    @Test
    void geluBackwardAgrees() {
        agree(List.of(normal(3, 7001), normal(3, 7001)), (kernels, a) -> kernels.elements()
                .geluBackward(a.get(0), a.get(1)));
    }

    @ParameterizedTest
    @EnumSource(GeluForm.class)
    void everyGeluAgrees(GeluForm form) {
        agree(List.of(normal(3, 7001).mul(4), normal(3, 7001)), (kernels, a) -> kernels.elements()
                .gelu(form, a.get(0), a.get(1)));
        agree(List.of(normal(3, 7001).mul(4), normal(3, 7001)), (kernels, a) -> kernels.elements()
                .geluBackward(form, a.get(0), a.get(1)));
    }

    @Test
    void addsInPlace() {
        agree(List.of(normal(3, 7001), normal(3, 7001)), (kernels, a) -> kernels.elements()
                .add(a.get(0), a.get(1)));
        agree(List.of(normal(5, 3), normal(15)), (kernels, a) -> kernels.elements()
                .addScaled(-0.3, a.get(0), a.get(1)));
    }

    @Test
    void anUpdateAgrees() {
        agree(List.of(normal(3, 7001)), (kernels, a) -> kernels.elements().scale(-0.3, a.get(0)));
        agree(List.of(normal(21003), normal(21003), Transforms.pow(normal(21003), 2)), (kernels, a) -> kernels.updates()
                .adam(a.get(0), a.get(1), a.get(2), 1e-3, 0.9, 0.999, 1e-3));
    }

    @Test
    void squaresAgreeAndDoNotDependOnTheNumberOfThreads() {
        INDArray x = normal(3, 7001);
        assertThat(three.updates().squares(x)).isEqualTo(one.updates().squares(x));
        assertThat(one.updates().squares(x))
                .isCloseTo(portable.updates().squares(x.castTo(DataType.DOUBLE)), withinPercentage(1e-4));
        assertThat(one.updates().squares(x.putScalar(1, 2, Double.NaN))).isNaN();
    }

    @Test
    void softmaxBearsLargeScores() {
        INDArray qkv = normal(1, 9, 24).muli(60);
        agree(List.of(qkv, normal(1, 9, 8)), (kernels, a) -> kernels.attention().forward(a.get(0), 1, a.get(1)));
    }

    @Test
    void aNanReachesWhatDependsOnItAndNothingElse() {
        everyKernelTurnsNan(kernels -> {
            INDArray x = normal(4, 11).putScalar(2, 3, Double.NaN);
            INDArray y = normal(4, 11);
            kernels.linear().forward(x, normal(11, 11), normal(11), y);
            assertRowsNan(y, 2);
            kernels.linear().forwardGelu(x, normal(11, 11), normal(11), normal(4, 11), y);
            assertRowsNan(y, 2);
            kernels.layerNorm().forward(x, normal(11), normal(11), 1e-6, y, normal(4, 2));
            assertRowsNan(y, 2);
            INDArray qkv = normal(4, 11, 33).putScalar(new int[] {1, 2, 3}, Double.NaN);
            INDArray out = normal(4, 11, 11);
            kernels.attention().forward(qkv, 1, out);
            assertRowsNan(out.slice(1), 2);
            assertThat(out.slice(0).isNaN().any()).isFalse();
        });
    }

    @Test
    void refusesArraysThatAreNotContiguousOrDoNotFit() {
        INDArray x = normal(4, 6);
        assertThatThrownBy(() -> one.linear().forward(x, normal(5, 6), normal(4), normal(4, 5)))
                .hasMessageStartingWith("b must be 5 contiguous c-ordered FLOATs, not FLOAT [4]");
        assertThatThrownBy(() -> one.elements().add(normal(6, 4).transpose(), x))
                .hasMessageStartingWith("x must be 24 contiguous");
        assertThatThrownBy(() -> one.elements().add(x.castTo(DataType.DOUBLE), x))
                .hasMessageContaining("not DOUBLE [4, 6]");
        assertThatThrownBy(() -> one.attention().forward(normal(2, 3, 12), 3, normal(2, 3, 4)))
                .hasMessageContaining("3 heads");
    }

    @Test
    void describesItself() {
        assertThat(three.description()).matches("Vector API, \\d+ bit, OpenBLAS, 3 threads");
    }

    private void everyKernelTurnsNan(Consumer<Kernels> check) {
        check.accept(three);
        check.accept(portable);
    }

    private static void assertRowsNan(INDArray y, int row) {
        for (int i = 0; i < y.rows(); i++) {
            assertThat(y.getRow(i).isNaN().all()).as("row %d", i).isEqualTo(i == row);
        }
    }

    private INDArray normal(long... shape) {
        return Nd4j.randn(0, 1, shape, random).castTo(DataType.FLOAT);
    }
}
