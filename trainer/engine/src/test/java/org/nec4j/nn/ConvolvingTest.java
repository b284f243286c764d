package org.nec4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nec4j.nn.PlainOperations.assertClose;
import static org.nec4j.nn.PlainOperations.exact;
import static org.nec4j.nn.PlainOperations.normal;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.backend.Backend;
import org.nec4j.kernel.GeluForm;

/** Against ND4J's own convolution: maps that are gathered at once, and of 32 pixels a side, of which two images are. */
class ConvolvingTest {
    private static final int IMAGES = 5;
    private static final int IN = 3;
    private static final int OUT = 4;

    private final LayerContext context = LayerContext.of(Backend.kernels());
    private final Convolving convolving = new Convolving(() -> context, pixels -> (int) Math.sqrt(pixels));
    private final INDArray weight = normal(1, OUT, 9 * IN);
    private final INDArray bias = normal(2, OUT);

    @ParameterizedTest
    @ValueSource(ints = {4, 32})
    void convolvesAsNd4jDoes(int side) {
        INDArray x = normal(3, IMAGES, side * side, IN);
        INDArray expected = theirs(x, weight, side).addi(exact(bias).reshape(1, 1, OUT));

        INDArray y = unfilled(side, OUT);
        convolving.forward(x, weight, bias, y);
        assertClose("y", y, expected);

        INDArray post = unfilled(side, OUT);
        convolving.forwardGelu(x, weight, bias, y, post);
        assertClose("pre", y, expected);
        assertClose("gelu", post, PlainOperations.gelu(GeluForm.ERF, expected));
    }

    /** conv is linear in maps and in weights: dy · conv(x', w) = dx · x' and dy · conv(x, w') = dw · w' for any x' and w'. */
    @ParameterizedTest
    @ValueSource(ints = {4, 32})
    void itsGradientsAreTransposesOfNd4jsConvolution(int side) {
        INDArray x = normal(3, IMAGES, side * side, IN);
        INDArray dy = normal(4, IMAGES, side * side, OUT);
        INDArray dx = unfilled(side, IN);
        INDArray dweight = normal(5, OUT, 9 * IN);
        INDArray dbias = normal(6, OUT);

        convolving.backwardInput(dy, weight, dx);
        convolving.backwardWeights(dy, x, dweight, dbias);

        assertClose("bias", dbias, PlainOperations.rows(dy).sum(0));
        for (int way = 0; way < 3; way++) {
            INDArray otherX = normal(10 + way, IMAGES, side * side, IN);
            assertThat(dot(dx, otherX)).isCloseTo(dot(dy, theirs(otherX, weight, side)), near(dx, otherX));
            INDArray otherWeight = normal(20 + way, OUT, 9 * IN);
            assertThat(dot(dweight, otherWeight))
                    .isCloseTo(dot(dy, theirs(x, otherWeight, side)), near(dweight, otherWeight));
        }
    }

    @Test
    void aBiasThatIsNoneIsZeroWhateverLayThere() {
        context.scratch().get("convolving.zeros", OUT).assign(7);
        assertThat(convolving.noBias(OUT).toFloatVector()).containsOnly(0);
    }

    /** In double, zeros around; maps channels last as ours. */
    private static INDArray theirs(INDArray x, INDArray weight, int side) {
        Conv2DConfig config = Conv2DConfig.builder()
                .kH(3)
                .kW(3)
                .paddingMode(PaddingMode.SAME)
                .dataFormat(Conv2DConfig.NHWC)
                .build();
        INDArray maps = exact(x).reshape('c', x.size(0), side, side, x.size(2));
        INDArray taps = exact(weight)
                .reshape('c', weight.size(0), 3, 3, weight.size(1) / 9)
                .permute(1, 2, 3, 0)
                .dup('c'); // [3, 3, in, out]
        return Nd4j.cnn().conv2d(maps, taps, config).dup('c').reshape('c', x.size(0), x.size(1), weight.size(0));
    }

    private static INDArray unfilled(int side, int channels) {
        return Nd4j.valueArrayOf(new long[] {IMAGES, (long) side * side, channels}, Float.NaN, DataType.FLOAT);
    }

    private static double dot(INDArray a, INDArray b) {
        return exact(a).mul(exact(b)).sumNumber().doubleValue();
    }

    private static Offset<Double> near(INDArray a, INDArray b) {
        return within(1e-6
                * (1
                        + exact(a).norm2Number().doubleValue()
                                * exact(b).norm2Number().doubleValue()));
    }
}
