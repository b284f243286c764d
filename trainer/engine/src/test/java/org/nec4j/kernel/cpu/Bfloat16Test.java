package org.nec4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.kernel.LinearKernels;

/** Products in bfloat16 by a library that plain loops stand for, against float32 products of operands that are bfloat16 already. */
class Bfloat16Test {
    private static final int R = 230;
    private static final int N = 70;
    private static final int K = 50;

    private final Random random = Nd4j.getRandomFactory().getNewRandomInstance(16);
    private final INDArray x = normal(R, K);
    private final INDArray dy = normal(R, N);
    private final INDArray w = normal(N, K);
    private final INDArray b = normal(N);

    /** A right library, unless it is told to be another. */
    private static class Plain implements Bfloat16Library {
        private int ordered;

        @Override
        public String name() {
            return "Plain 1.0";
        }

        @Override
        public Optional<String> obstacle() {
            return Optional.empty();
        }

        float rounded(float value) {
            return Bfloat16Check.round(value);
        }

        @Override
        public Right right(long b, int k, int n, boolean transposed) {
            ordered++;
            float[] right = new float[k * n];
            At.window(b, k * n).get(right);
            return (rows, a, adds, c) -> {
                float[] left = new float[rows * k];
                float[] product = new float[rows * n];
                At.window(a, rows * k).get(left);
                if (adds) {
                    At.window(c, rows * n).get(product);
                }
                for (int i = 0; i < rows; i++) {
                    for (int j = 0; j < n; j++) {
                        double sum = product[i * n + j];
                        for (int p = 0; p < k; p++) {
                            sum += (double) rounded(left[i * k + p])
                                    * rounded(right[transposed ? j * k + p : p * n + j]);
                        }
                        product[i * n + j] = (float) sum;
                    }
                }
                At.window(c, rows * n).put(product);
            };
        }
    }

    @Test
    void everyProductIsOneOfRoundedOperands() {
        LinearKernels half = Bfloat16.of(new Plain()).linear().orElseThrow();
        List<INDArray> got = all(half, x, dy, w);
        List<INDArray> expected = all(Agreement.ONE.linear(), rounded(x), rounded(dy), rounded(w));
        List<INDArray> unrounded = all(Agreement.ONE.linear(), x, dy, w);
        for (int i = 0; i < got.size(); i++) {
            double largest = expected.get(i).amaxNumber().doubleValue();
            assertThat(distance(got.get(i), expected.get(i)))
                    .as("product %d", i)
                    .isLessThan(3e-6 * largest);
            assertThat(distance(got.get(i), unrounded.get(i)))
                    .as("product %d", i)
                    .isGreaterThan(1e-4 * largest);
        }
    }

    @Test
    void weightsAreOrderedOnceUntilTheyChange() {
        Plain library = new Plain();
        LinearKernels half = Bfloat16.of(library).linear().orElseThrow();
        INDArray y = normal(R, N);
        half.forward(x, w, b, y);
        int before = library.ordered;
        half.forward(x, w, b, y);
        assertThat(library.ordered).isEqualTo(before);
        float was = w.getFloat(N - 1, K - 1);
        w.putScalar(N - 1, K - 1, was + 1);
        INDArray changed = normal(R, N);
        half.forward(x, w, b, changed);
        assertThat(library.ordered).isEqualTo(before + 1);
        assertThat(distance(changed, y)).isGreaterThan(0.1);
    }

    @Test
    void aRowsBitsDependOnNoThreads() {
        INDArray one = normal(R, N);
        INDArray three = normal(R, N);
        new Bfloat16Linear(new Team(1), new Plain()).forward(x, w, b, one);
        new Bfloat16Linear(new Team(3), new Plain()).forward(x, w, b, three);
        assertThat(three.data().asFloat()).isEqualTo(one.data().asFloat());
    }

    @Test
    void aLibraryThatCannotComputeHereIsNotAsked() {
        Bfloat16 found = Bfloat16.of(new Plain() {
            @Override
            public Optional<String> obstacle() {
                return Optional.of("the processor is too old");
            }

            @Override
            public Right right(long b, int k, int n, boolean transposed) {
                throw new AssertionError();
            }
        });
        assertThat(found.linear()).isEmpty();
        assertThat(found.words()).isEqualTo("the processor is too old");
    }

    @Test
    void aLibraryThatRoundsWronglyIsFound() {
        Bfloat16 found = Bfloat16.of(new Plain() {
            @Override
            float rounded(float value) {
                return Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xffff0000);
            }
        });
        assertThat(found.linear()).isEmpty();
        assertThat(found.words())
                .startsWith("Plain 1.0 multiplies wrongly: the product of [1, 64] by [64, 64] is off by");
    }

    /** What the kernels make of the operands: products that add and that overwrite, in place too. */
    private List<INDArray> all(LinearKernels linear, INDArray left, INDArray gradient, INDArray weights) {
        List<INDArray> results = new ArrayList<>();
        INDArray residual = Nd4j.ones(DataType.FLOAT, R, N);
        INDArray pre = Nd4j.ones(DataType.FLOAT, R, K).muli(0.3);
        for (int i = 0; i < 3; i++) {
            results.add(Nd4j.create(DataType.FLOAT, R, N));
        }
        for (int i = 0; i < 2; i++) {
            results.add(Nd4j.create(DataType.FLOAT, R, K));
        }
        linear.forward(left, weights, b, results.get(0));
        linear.forwardResidual(left, weights, b, residual, results.get(1));
        linear.forwardGelu(left, weights, b, Nd4j.create(DataType.FLOAT, R, N), results.get(2));
        linear.backwardInput(gradient, weights, results.get(3));
        linear.backwardInputGelu(gradient, weights, pre.dup(), results.get(4));
        INDArray inPlace = pre.dup();
        linear.backwardInputGelu(gradient, weights, inPlace, inPlace);
        assertThat(inPlace.data().asFloat()).isEqualTo(results.get(4).data().asFloat());
        return results;
    }

    private INDArray normal(long... shape) {
        return Nd4j.randn(0, 1, shape, random).castTo(DataType.FLOAT);
    }

    private static INDArray rounded(INDArray values) {
        float[] numbers = values.dup().data().asFloat();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Bfloat16Check.round(numbers[i]);
        }
        return Nd4j.createFromArray(numbers).reshape(values.shape());
    }

    private static double distance(INDArray a, INDArray b) {
        return a.sub(b).amaxNumber().doubleValue();
    }
}
