package org.nec4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.entropy.Vectors;
import org.nec4j.kernel.DensityKernel;
import org.nec4j.kernel.DensityParameters;
import org.nec4j.kernel.Likelihood;
import org.nec4j.kernel.portable.PortableKernels;

class DensityKernelTest {
    private static final Vectors VECTORS = Vectors.resource("density_gradients.safetensors");
    private static final DensityKernel FAST = new VectorDensityKernel(Team.shared());
    private static final DensityKernel PORTABLE =
            PortableKernels.because("an oracle").density();

    @ParameterizedTest
    @CsvSource({"wide,5", "tails,5", "short,3"})
    void portableAgreesWithAutogradInFloat64(String name, int layers) {
        for (Likelihood likelihood : Likelihood.values()) {
            check(PORTABLE, name, layers, likelihood, 1e-6);
        }
    }

    @ParameterizedTest
    @CsvSource({"wide,5,SIGN", "wide,5,DIFFERENCE", "tails,5,SIGN", "short,3,SIGN"})
    void fastAgreesWithAutograd(String name, int layers, Likelihood likelihood) {
        check(FAST, name, layers, likelihood, 2e-5);
    }

    private static void check(DensityKernel kernel, String name, int layers, Likelihood likelihood, double tolerance) {
        INDArray y = VECTORS.array(name + "/y");
        DensityParameters parameters = parameters(name + "/param/", layers);
        for (String direction : List.of("rise", "fall")) {
            String expected = name + "/" + (likelihood == Likelihood.SIGN ? "sign" : "plain") + "/" + direction + "/";
            INDArray likelihoods = Nd4j.zeros(DataType.FLOAT, y.shape());
            INDArray dy = Nd4j.ones(DataType.FLOAT, y.shape());
            DensityParameters gradients = like(parameters);
            double scale = direction.equals("rise") ? 1.7 : -0.6;
            double bits = kernel.bitsBackward(y, parameters, likelihood, DensityKernel.BOUND, scale, dy, gradients);

            assertThat(kernel.bits(y, parameters, likelihood, DensityKernel.BOUND))
                    .isEqualTo(bits);
            assertThat(kernel.likelihoods(y, parameters, likelihood, DensityKernel.BOUND, likelihoods))
                    .isEqualTo(bits);
            assertThat(bits / VECTORS.floats(expected + "bits")[0]).isCloseTo(1, within(tolerance));
            assertThat(distance(likelihoods, VECTORS.array(expected + "likelihood")))
                    .isLessThan(tolerance);
            assertThat(distance(dy.sub(1), VECTORS.array(expected + "dy"))).isLessThan(tolerance);
            for (int i = 0; i < layers; i++) {
                assertThat(distance(gradients.matrices().get(i), VECTORS.array(expected + "grad/matrices." + i)))
                        .as("matrix %d", i)
                        .isLessThan(tolerance);
                assertThat(distance(gradients.biases().get(i), VECTORS.array(expected + "grad/biases." + i)))
                        .as("bias %d", i)
                        .isLessThan(tolerance);
                if (i < layers - 1) {
                    assertThat(distance(gradients.factors().get(i), VECTORS.array(expected + "grad/factors." + i)))
                            .as("factor %d", i)
                            .isLessThan(tolerance);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 32, 33, 70})
    void fastAgreesWithPortableForAnyNumberOfChannelsAndAnyFilters(int channels) {
        DensityParameters parameters = random(channels, 1, 2, 4, 3, 1);
        INDArray y = Nd4j.randn(DataType.FLOAT, 37, channels).muli(2);
        INDArray dyFast = Nd4j.randn(DataType.FLOAT, 37, channels);
        INDArray dyPortable = dyFast.dup('c');
        DensityParameters fast = like(parameters);
        DensityParameters portable = like(parameters);
        double bits = FAST.bitsBackward(y, parameters, Likelihood.SIGN, DensityKernel.BOUND, 0.3, dyFast, fast);
        double expected =
                PORTABLE.bitsBackward(y, parameters, Likelihood.SIGN, DensityKernel.BOUND, 0.3, dyPortable, portable);
        assertThat(bits / expected).isCloseTo(1, within(1e-6));
        assertThat(distance(dyFast, dyPortable)).isLessThan(1e-5);
        for (int i = 0; i < fast.layerByLayer().size(); i++) {
            assertThat(distance(
                            fast.layerByLayer().get(i), portable.layerByLayer().get(i)))
                    .isLessThan(1e-5);
        }
    }

    @Test
    void logitsAndTheirSlopesAgree() {
        DensityParameters parameters = random(50, 1, 3, 3, 3, 3, 1);
        INDArray x = Nd4j.randn(DataType.FLOAT, 3, 50).muli(8);
        INDArray[] fast = {Nd4j.zeros(3, 50), Nd4j.zeros(3, 50)};
        INDArray[] portable = {Nd4j.zeros(3, 50), Nd4j.zeros(3, 50)};
        FAST.logits(x, parameters, fast[0], fast[1]);
        PORTABLE.logits(x, parameters, portable[0], portable[1]);
        assertThat(distance(fast[0], portable[0])).isLessThan(1e-6);
        assertThat(distance(fast[1], portable[1])).isLessThan(1e-6);
        INDArray right = Nd4j.zeros(3, 50);
        INDArray left = Nd4j.zeros(3, 50);
        PORTABLE.logits(x.add(0.01), parameters, right, Nd4j.zeros(3, 50));
        PORTABLE.logits(x.sub(0.01), parameters, left, Nd4j.zeros(3, 50));
        assertThat(distance(right.sub(left).div(0.02), portable[1])).isLessThan(1e-3);
    }

    @Test
    void fastReadsAndWritesViewsOfALargerArray() {
        DensityParameters parameters = random(20, 1, 3, 1);
        INDArray rows = Nd4j.randn(DataType.FLOAT, 5, 4, 20);
        INDArray y = rows.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(2, 4));
        INDArray likelihoods = Nd4j.zeros(DataType.FLOAT, 5, 4, 20);
        INDArray view = likelihoods.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(1, 3));
        double bits = FAST.likelihoods(y, parameters, Likelihood.SIGN, DensityKernel.BOUND, view);
        assertThat(bits)
                .isCloseTo(PORTABLE.bits(y.dup('c'), parameters, Likelihood.SIGN, DensityKernel.BOUND), within(1e-3));
        assertThat(likelihoods.sumNumber().doubleValue())
                .isCloseTo(view.dup('c').sumNumber().doubleValue(), within(1e-3));
    }

    @Test
    void aNaNReachesTheBits() {
        DensityParameters parameters = random(20, 1, 3, 1);
        INDArray y = Nd4j.zeros(DataType.FLOAT, 4, 20);
        y.putScalar(2, 3, Float.NaN);
        assertThat(FAST.bits(y, parameters, Likelihood.SIGN, DensityKernel.BOUND))
                .isNaN();
        assertThat(FAST.bits(y, parameters, Likelihood.DIFFERENCE, DensityKernel.BOUND))
                .isNaN();
    }

    /** Against the likelihoods that no bound touches: what lies under it costs what the bound costs and still pulls inwards. */
    @Test
    void theBoundIsTheOneThatIsAskedFor() {
        DensityParameters parameters = random(33, 1, 3, 1);
        INDArray y = Nd4j.randn(DataType.FLOAT, 40, 33).muli(6);
        INDArray free = Nd4j.zeros(DataType.FLOAT, y.shape());
        PORTABLE.likelihoods(y, parameters, Likelihood.SIGN, 1e-30, free);
        double expected = 0;
        int under = 0;
        for (float p : free.reshape(y.length()).toFloatVector()) {
            expected -= Math.log(Math.max(p, 1e-3)) / Math.log(2);
            under += p < 1e-3 ? 1 : 0;
        }
        assertThat(under).isBetween(100, 1200);
        for (DensityKernel kernel : List.of(PORTABLE, FAST)) {
            INDArray dy = Nd4j.zeros(DataType.FLOAT, y.shape());
            assertThat(kernel.bits(y, parameters, Likelihood.SIGN, 1e-3) / expected)
                    .isCloseTo(1, within(1e-5));
            assertThat(kernel.bitsBackward(y, parameters, Likelihood.SIGN, 1e-3, -1, dy, like(parameters)) / expected)
                    .isCloseTo(1, within(1e-5));
            INDArray stopped = dy.mul(free.lt(1e-3).castTo(DataType.FLOAT));
            assertThat(stopped.norm1Number().doubleValue()).isZero();
        }
    }

    private static DensityParameters parameters(String prefix, int layers) {
        List<INDArray> matrices = new ArrayList<>();
        List<INDArray> biases = new ArrayList<>();
        List<INDArray> factors = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            matrices.add(VECTORS.array(prefix + "matrices." + i));
            biases.add(VECTORS.array(prefix + "biases." + i));
            if (i < layers - 1) {
                factors.add(VECTORS.array(prefix + "factors." + i));
            }
        }
        return new DensityParameters(matrices, biases, factors);
    }

    private static DensityParameters like(DensityParameters parameters) {
        return new DensityParameters(
                zeros(parameters.matrices()), zeros(parameters.biases()), zeros(parameters.factors()));
    }

    private static List<INDArray> zeros(List<INDArray> arrays) {
        return arrays.stream().map(a -> Nd4j.zeros(DataType.FLOAT, a.shape())).toList();
    }

    private static DensityParameters random(int channels, int... widths) {
        Nd4j.getRandom().setSeed(channels);
        List<INDArray> matrices = new ArrayList<>();
        List<INDArray> biases = new ArrayList<>();
        List<INDArray> factors = new ArrayList<>();
        for (int i = 0; i < widths.length - 1; i++) {
            matrices.add(Nd4j.randn(DataType.FLOAT, channels, widths[i + 1], widths[i]));
            biases.add(Nd4j.randn(DataType.FLOAT, channels, widths[i + 1], 1));
            if (i < widths.length - 2) {
                factors.add(Nd4j.randn(DataType.FLOAT, channels, widths[i + 1], 1));
            }
        }
        return new DensityParameters(matrices, biases, factors);
    }

    /** Norm of the difference over the norm of the expected. */
    private static double distance(INDArray actual, INDArray expected) {
        return actual.sub(expected).norm2Number().doubleValue()
                / expected.norm2Number().doubleValue();
    }
}
