package org.nec4j.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.NamedNumbers;
import org.nec4j.backend.Backend;
import org.nec4j.kernel.Kernels;
import org.nec4j.kernel.MetricKernels;
import org.nec4j.kernel.portable.PortableKernels;

/** Against PyTorch, in double; README.md beside losses.txt says how it was made. */
class MetricKernelsTest {
    private static final Kernels PORTABLE = PortableKernels.because("in double");

    private final NamedNumbers torch = NamedNumbers.beside(MetricKernelsTest.class, "losses.txt");
    private final MetricKernels metrics = PORTABLE.metrics();

    private INDArray array(String name, long... shape) {
        return Nd4j.createFromArray(torch.numbers(name)).reshape('c', shape);
    }

    private static void assertClose(INDArray actual, INDArray expected) {
        assertThat(actual.sub(expected).norm2Number().doubleValue()).isLessThan(1e-12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3", "1.5", "soft"})
    void hardestTripletsAreTorchs(String margin) {
        INDArray codes = array("codes", 12, 5);
        INDArray gradient = Nd4j.create(DataType.DOUBLE, 12, 5);
        double number = margin.equals("soft") ? Double.POSITIVE_INFINITY : Double.parseDouble(margin);
        double loss = metrics.hardestTriplets(codes, 3, number, gradient);
        assertThat(loss).isCloseTo(torch.number("triplet." + margin + ".loss"), within(1e-12));
        assertClose(gradient, array("triplet." + margin + ".gradient", 12, 5));
    }

    @Test
    void equalCodesHaveNoGradient() {
        INDArray gradient = Nd4j.create(DataType.FLOAT, 4, 3);
        for (Kernels kernels : new Kernels[] {Backend.kernels(), PORTABLE}) {
            INDArray same = Nd4j.ones(DataType.FLOAT, 4, 3);
            assertThat(kernels.metrics().hardestTriplets(same, 2, 0.3, gradient))
                    .isCloseTo(0.3, within(1e-12));
            assertThat(gradient.norm2Number().doubleValue()).isZero();
        }
    }

    @Test
    void smoothedEntropyIsTorchs() {
        INDArray scores = array("scores", 6, 7);
        double loss = metrics.smoothedEntropy(scores, array("labels", 6), 0.1);
        assertThat(loss).isCloseTo(torch.number("entropy.loss"), within(1e-12));
        assertClose(scores, array("entropy.gradient", 6, 7));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 4, 2, 1})
    void learntStepsAreTorchs(int bits) {
        String prefix = "lsq." + bits + ".";
        INDArray x = array("lsq.x", 6, 5);
        INDArray y = Nd4j.create(DataType.DOUBLE, 6, 5);
        double step = torch.number(prefix + "step");
        metrics.quantize(x, step, bits, y);
        assertClose(y, array(prefix + "y", 6, 5));
        INDArray dx = array("lsq.weights", 6, 5).dup();
        double ofStep = metrics.quantizeBackward(dx, x, step, bits, dx);
        double scale = 1 / Math.sqrt(5.0 * MetricKernels.above(bits));
        assertClose(dx, array(prefix + "dx", 6, 5));
        assertThat(ofStep * scale).isCloseTo(torch.number(prefix + "dstep"), within(1e-12));
    }
}
