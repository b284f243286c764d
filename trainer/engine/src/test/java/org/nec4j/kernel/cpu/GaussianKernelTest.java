package org.nec4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nec4j.entropy.Vectors;
import org.nec4j.kernel.DensityKernel;
import org.nec4j.kernel.GaussianKernel;
import org.nec4j.kernel.portable.PortableKernels;

class GaussianKernelTest {
    private static final Vectors COMPRESSAI = Vectors.resource("gaussian_gradients.safetensors");
    private static final GaussianKernel FAST = new VectorGaussianKernel(Team.shared());
    private static final GaussianKernel PORTABLE =
            PortableKernels.because("an oracle").gaussian();

    @ParameterizedTest
    @ValueSource(strings = {"scale", "mean-scale"})
    void portableAgreesWithAutogradInFloat64(String name) {
        check(PORTABLE, name, 1e-6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scale", "mean-scale"})
    void fastAgreesWithAutograd(String name) {
        check(FAST, name, 2e-5);
    }

    private static void check(GaussianKernel kernel, String name, double tolerance) {
        INDArray y = COMPRESSAI.array("y");
        INDArray scales = COMPRESSAI.array("scales");
        int channels = (int) y.size(1);
        INDArray values =
                name.equals("scale") ? Nd4j.concat(1, y, scales) : Nd4j.concat(1, y, scales, COMPRESSAI.array("means"));
        for (String direction : new String[] {"rise", "fall"}) {
            String expected = name + "/" + direction + "/";
            INDArray likelihoods = Nd4j.zeros(DataType.FLOAT, y.shape());
            INDArray dvalues = Nd4j.ones(DataType.FLOAT, values.shape());
            double bits = kernel.bitsBackward(
                    values, channels, DensityKernel.BOUND, direction.equals("rise") ? 1.7 : -0.6, dvalues);

            assertThat(kernel.likelihoods(values, channels, DensityKernel.BOUND, likelihoods))
                    .isEqualTo(bits);
            assertThat(Math.abs(bits / COMPRESSAI.floats(expected + "bits")[0] - 1))
                    .isLessThan(tolerance);
            assertThat(distance(likelihoods, COMPRESSAI.array(expected + "likelihood")))
                    .isLessThan(tolerance);
            assertThat(distance(part(dvalues, 0, channels), COMPRESSAI.array(expected + "dy")))
                    .as("dy")
                    .isLessThan(tolerance);
            assertThat(distance(part(dvalues, 1, channels), COMPRESSAI.array(expected + "dscales")))
                    .as("dscales")
                    .isLessThan(tolerance);
            if (name.equals("mean-scale")) {
                assertThat(distance(part(dvalues, 2, channels), COMPRESSAI.array(expected + "dmeans")))
                        .as("dmeans")
                        .isLessThan(tolerance);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 33, 768})
    void fastAgreesWithPortableForAnyNumberOfChannels(int channels) {
        Nd4j.getRandom().setSeed(channels);
        INDArray y = Nd4j.randn(DataType.FLOAT, 300, channels).muli(2);
        INDArray scales = Nd4j.rand(DataType.FLOAT, 300, channels).muli(3);
        INDArray values = Nd4j.concat(1, y, scales, Nd4j.randn(DataType.FLOAT, 300, channels));
        INDArray fast = Nd4j.zeros(DataType.FLOAT, values.shape());
        INDArray portable = Nd4j.zeros(DataType.FLOAT, values.shape());
        double bits = FAST.bitsBackward(values, channels, DensityKernel.BOUND, 0.3, fast);
        assertThat(Math.abs(bits / PORTABLE.bitsBackward(values, channels, DensityKernel.BOUND, 0.3, portable) - 1))
                .isLessThan(1e-6);
        assertThat(distance(fast, portable)).isLessThan(1e-5);
    }

    @Test
    void theBoundIsTheOneThatIsAskedFor() {
        INDArray y = Nd4j.createFromArray(0.3f, 7f, -2f, 9f).reshape('c', 1, 4);
        INDArray values = Nd4j.concat(1, y, Nd4j.ones(DataType.FLOAT, 1, 4));
        INDArray free = Nd4j.zeros(DataType.FLOAT, 1, 4);
        PORTABLE.likelihoods(values, 4, 1e-30, free);
        double expected = 0;
        for (float p : free.toFloatVector()) {
            expected -= Math.log(Math.max(p, 1e-4)) / Math.log(2);
        }
        assertThat(free.getFloat(0, 1)).isLessThan(1e-4f);
        for (GaussianKernel kernel : new GaussianKernel[] {PORTABLE, FAST}) {
            INDArray dvalues = Nd4j.zeros(DataType.FLOAT, values.shape());
            double relative = kernel.likelihoods(values, 4, 1e-4, Nd4j.zeros(DataType.FLOAT, 1, 4)) / expected;
            assertThat(Math.abs(relative - 1)).isLessThan(1e-5);
            assertThat(kernel.bitsBackward(values, 4, 1e-4, -1, dvalues) / expected)
                    .isBetween(1 - 1e-5, 1 + 1e-5);
            assertThat(dvalues.getFloat(0, 1)).isZero();
            assertThat(dvalues.getFloat(0, 2)).isNotZero();
        }
    }

    /** The bound on the likelihood must not hide how wrong it is just above: 6 deviations out, five digits are still right. */
    @Test
    void tailsKeepTheirRelativeAccuracy() {
        float[] values = {5.9f, 1, -4.2f, 0.7f, 3.0f, 0.5f};
        INDArray rows = Nd4j.createFromArray(values).reshape('c', 3, 2);
        INDArray fast = Nd4j.zeros(DataType.FLOAT, 3, 1);
        INDArray portable = Nd4j.zeros(DataType.FLOAT, 3, 1);
        FAST.likelihoods(rows, 1, DensityKernel.BOUND, fast);
        PORTABLE.likelihoods(rows, 1, DensityKernel.BOUND, portable);
        for (int i = 0; i < 3; i++) {
            assertThat(portable.getDouble(i)).isBetween(1.1e-9, 1e-6);
            assertThat(Math.abs(fast.getDouble(i) / portable.getDouble(i) - 1)).isLessThan(1e-5);
        }
    }

    @Test
    void aNaNReachesTheBits() {
        for (int at = 0; at < 3; at++) {
            INDArray values = Nd4j.ones(DataType.FLOAT, 4, 3);
            values.putScalar(2, at, Float.NaN);
            assertThat(FAST.likelihoods(values, 1, DensityKernel.BOUND, Nd4j.zeros(DataType.FLOAT, 4, 1)))
                    .isNaN();
        }
    }

    private static INDArray part(INDArray values, int part, int channels) {
        return values.get(NDArrayIndex.all(), NDArrayIndex.interval(part * channels, (part + 1) * channels))
                .dup('c');
    }

    /** Norm of the difference over the norm of the expected. */
    private static double distance(INDArray actual, INDArray expected) {
        return actual.sub(expected).norm2Number().doubleValue()
                / expected.norm2Number().doubleValue();
    }
}
