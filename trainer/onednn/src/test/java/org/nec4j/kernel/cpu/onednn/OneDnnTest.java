package org.nec4j.kernel.cpu.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nec4j.backend.Backend;
import org.nec4j.backend.FrozenProducts;
import org.nec4j.kernel.LinearKernels;

/** Products in bfloat16 by oneDNN against those in float32. */
class OneDnnTest {
    /** Rounding to 8 bits leaves at most 2^-8 of a number; of a product of two, a little more than 2^-7. */
    private static final double BOUND = 1.01 / 128;

    private final Random random = Nd4j.getRandomFactory().getNewRandomInstance(16);

    @BeforeEach
    void bfloat16IsHere() {
        Backend.kernels();
        Optional<String> obstacle = new OneDnn().obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "no products in bfloat16 here: " + obstacle.orElseThrow());
    }

    @Test
    void isFoundCheckedAndNamed() {
        assertThat(FrozenProducts.bfloat16().words())
                .isEqualTo("oneDNN 3.11.0, bfloat16 operands, float32 sums, checked");
    }

    /** The decoder's and the encoder's shapes of a ViT-B/16, and ragged ones. */
    @ParameterizedTest(name = "R={0} K={1} N={2}")
    @CsvSource({"1576,512,1536", "1576,2048,512", "400,768,3072", "400,3072,768", "1,5,7", "101,33,65", "7,768,10"})
    void staysWithinWhatRoundingLeaves(int r, int k, int n) {
        LinearKernels half = FrozenProducts.bfloat16().linear();
        LinearKernels full = Backend.kernels().linear();
        INDArray x = normal(r, k);
        INDArray w = normal(n, k);
        INDArray b = normal(n);
        INDArray dy = normal(r, n);
        INDArray nothing = Nd4j.zeros(DataType.FLOAT, n);
        INDArray y = normal(r, n);
        INDArray exact = normal(r, n);
        INDArray terms = normal(r, n);
        full.forward(Transforms.abs(x), Transforms.abs(w), nothing, terms);
        half.forward(x, w, b, y);
        full.forward(x, w, b, exact);
        within(y, exact, terms);
        half.forwardResidual(x, w, b, dy, y);
        full.forwardResidual(x, w, b, dy, exact);
        within(y, exact, terms);
        INDArray dx = normal(r, k);
        INDArray exactDx = normal(r, k);
        INDArray termsDx = normal(r, k);
        full.backwardInput(Transforms.abs(dy), Transforms.abs(w), termsDx);
        half.backwardInput(dy, w, dx);
        full.backwardInput(dy, w, exactDx);
        within(dx, exactDx, termsDx);
    }

    @Test
    void givesTheSameBitsAgain() {
        LinearKernels half = FrozenProducts.bfloat16().linear();
        INDArray x = normal(1576, 512);
        INDArray w = normal(1536, 512);
        INDArray b = normal(1536);
        INDArray y = normal(1576, 1536);
        half.forward(x, w, b, y);
        float[] first = y.dup().data().asFloat();
        for (int i = 0; i < 20; i++) {
            FrozenProducts.bfloat16().linear().forward(x, w, b, y);
            assertThat(y.data().asFloat()).isEqualTo(first);
        }
    }

    private static void within(INDArray got, INDArray exact, INDArray terms) {
        INDArray off = Transforms.abs(got.sub(exact))
                .subi(terms.mul(BOUND))
                .subi(exact.amaxNumber().doubleValue() * 1e-5);
        assertThat(off.maxNumber().doubleValue()).isLessThanOrEqualTo(0);
        assertThat(got.sub(exact).norm2Number().doubleValue()
                        / exact.norm2Number().doubleValue())
                .isGreaterThan(1e-5);
    }

    private INDArray normal(long... shape) {
        return Nd4j.randn(0, 1, shape, random).castTo(DataType.FLOAT);
    }
}
