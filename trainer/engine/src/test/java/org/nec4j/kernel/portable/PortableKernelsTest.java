package org.nec4j.kernel.portable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.kernel.Kernels;

/** The portable kernels in double: forward against loops and tables, backward against central differences. */
class PortableKernelsTest {
    private static final int B = 2;
    private static final int T = 3;
    private static final int D = 4;
    private static final int N = 5;
    private static final int HEADS = 2;
    private static final double STEP = 1e-5;

    private final Kernels kernels = PortableKernels.because("tested");
    private final Random random = Nd4j.getRandomFactory().getNewRandomInstance(7);

    @Test
    void linearIsAProductPlusABias() {
        INDArray x = normal(B, T, D);
        INDArray w = normal(N, D);
        INDArray b = normal(N);
        INDArray residual = normal(B, T, N);
        INDArray y = normal(B, T, N);
        INDArray sum = normal(B, T, N);
        kernels.linear().forward(x, w, b, y);
        kernels.linear().forwardResidual(x, w, b, residual, sum);
        for (int i = 0; i < B; i++) {
            for (int t = 0; t < T; t++) {
                for (int n = 0; n < N; n++) {
                    double expected = b.getDouble(n);
                    for (int k = 0; k < D; k++) {
                        expected += x.getDouble(i, t, k) * w.getDouble(n, k);
                    }
                    assertThat(y.getDouble(i, t, n)).isCloseTo(expected, within(1e-12));
                    assertThat(sum.getDouble(i, t, n)).isCloseTo(expected + residual.getDouble(i, t, n), within(1e-12));
                }
            }
        }
    }

    @Test
    void geluFollowsTheNormalDistribution() {
        double[] points = {-3, -2, -1, 0, 0.5, 1, 2};
        // Values of the standard normal distribution function from its tables.
        double[] phi = {
            0.0013498980316300945,
            0.02275013194817921,
            0.15865525393145705,
            0.5,
            0.6914624612740131,
            0.8413447460685429,
            0.9772498680518208
        };
        INDArray x = Nd4j.createFromArray(points).reshape(points.length, 1);
        INDArray pre = Nd4j.create(DataType.DOUBLE, points.length, 1);
        INDArray post = pre.like();
        kernels.linear().forwardGelu(x, Nd4j.ones(DataType.DOUBLE, 1, 1), Nd4j.zeros(DataType.DOUBLE, 1), pre, post);
        for (int i = 0; i < points.length; i++) {
            assertThat(post.getDouble(i)).isCloseTo(points[i] * phi[i], within(1e-7));
        }
    }

    @Test
    void layerNormStandardizesEachRow() {
        INDArray x = normal(B, T, D).muli(3).addi(1);
        INDArray y = x.like();
        INDArray stats = Nd4j.create(DataType.DOUBLE, B * T, 2);
        kernels.layerNorm()
                .forward(x, Nd4j.ones(DataType.DOUBLE, D).muli(2), Nd4j.ones(DataType.DOUBLE, D), 1e-6, y, stats);
        INDArray rows = y.reshape(B * T, D);
        assertThat(rows.mean(1).sub(1).amaxNumber().doubleValue()).isLessThan(1e-12);
        assertThat(rows.std(false, 1).sub(2).amaxNumber().doubleValue()).isLessThan(1e-5);
        assertThat(stats.getDouble(0, 0))
                .isCloseTo(x.slice(0).slice(0).meanNumber().doubleValue(), within(1e-12));
    }

    @Test
    void attentionMixesValuesByTheSoftmaxOfScores() {
        INDArray qkv = normal(B, T, 3 * D);
        INDArray out = normal(B, T, D);
        INDArray probs = normal(B, HEADS, T, T);
        kernels.attention().forward(qkv, HEADS, out, probs);
        int d = D / HEADS;
        for (int b = 0; b < B; b++) {
            for (int h = 0; h < HEADS; h++) {
                for (int t = 0; t < T; t++) {
                    double[] weight = new double[T];
                    double total = 0;
                    for (int s = 0; s < T; s++) {
                        double score = 0;
                        for (int c = 0; c < d; c++) {
                            score += qkv.getDouble(b, t, h * d + c) * qkv.getDouble(b, s, D + h * d + c);
                        }
                        weight[s] = Math.exp(score / Math.sqrt(d));
                        total += weight[s];
                    }
                    for (int c = 0; c < d; c++) {
                        double expected = 0;
                        for (int s = 0; s < T; s++) {
                            expected += weight[s] / total * qkv.getDouble(b, s, 2 * D + h * d + c);
                        }
                        assertThat(out.getDouble(b, t, h * d + c)).isCloseTo(expected, within(1e-12));
                    }
                    assertThat(probs.getDouble(b, h, t, 0)).isCloseTo(weight[0] / total, within(1e-12));
                }
            }
        }
        INDArray inference = normal(B, T, D);
        kernels.attention().forward(qkv, HEADS, inference);
        assertThat(inference).isEqualTo(out);
    }

    @Test
    void linearGradientsAreSlopes() {
        INDArray x = normal(B, T, D);
        INDArray w = normal(N, D);
        INDArray b = normal(N);
        INDArray dy = normal(B, T, N);
        Forward forward = () -> {
            INDArray y = dy.like();
            kernels.linear().forward(x, w, b, y);
            return y;
        };
        INDArray dx = normal(B, T, D);
        INDArray dw = normal(N, D);
        INDArray db = normal(N);
        kernels.linear().backwardInput(dy, w, dx);
        kernels.linear().backwardWeights(dy, x, dw, db);
        assertSlope(forward, dy, x, dx);
        assertSlope(forward, dy, w, dw);
        assertSlope(forward, dy, b, db);
    }

    @Test
    void geluGradientsAreSlopes() {
        INDArray before = normal(B, T, N).muli(2);
        INDArray w = normal(D, N);
        INDArray dy = normal(B, T, D);
        Forward forward = () -> {
            INDArray post = before.like();
            kernels.linear()
                    .forwardGelu(
                            before,
                            Nd4j.eye(N).castTo(DataType.DOUBLE),
                            Nd4j.zeros(DataType.DOUBLE, N),
                            before.like(),
                            post);
            INDArray y = dy.like();
            kernels.linear().forward(post, w, Nd4j.zeros(DataType.DOUBLE, D), y);
            return y;
        };
        INDArray dpre = before.dup();
        kernels.linear().backwardInputGelu(dy, w, dpre, dpre);
        assertSlope(forward, dy, before, dpre);
    }

    @Test
    void layerNormGradientsAreSlopes() {
        INDArray x = normal(B, T, D);
        INDArray gain = normal(D);
        INDArray bias = normal(D);
        INDArray dy = normal(B, T, D);
        INDArray stats = Nd4j.create(DataType.DOUBLE, B * T, 2);
        Forward forward = () -> {
            INDArray y = x.like();
            kernels.layerNorm().forward(x, gain, bias, 1e-6, y, stats);
            return y;
        };
        forward.run();
        INDArray dx = normal(B, T, D);
        INDArray before = dx.dup();
        INDArray dgain = normal(D);
        INDArray dbias = normal(D);
        kernels.layerNorm().backwardInputResidual(dy, x, gain, stats, dx, dx);
        kernels.layerNorm().backwardWeights(dy, x, stats, dgain, dbias);
        assertSlope(forward, dy, x, dx.sub(before));
        assertSlope(forward, dy, gain, dgain);
        assertSlope(forward, dy, bias, dbias);
    }

    @Test
    void attentionGradientsAreSlopes() {
        INDArray qkv = normal(B, T, 3 * D);
        INDArray dout = normal(B, T, D);
        INDArray probs = normal(B, HEADS, T, T);
        Forward forward = () -> {
            INDArray out = dout.like();
            kernels.attention().forward(qkv, HEADS, out, probs);
            return out;
        };
        forward.run();
        INDArray dqkv = normal(B, T, 3 * D);
        kernels.attention().backward(dout, qkv, probs.dup(), HEADS, dqkv);
        assertSlope(forward, dout, qkv, dqkv);
    }

    @Test
    void poolGradientsAreSlopes() {
        INDArray x = normal(B, T, D);
        INDArray u = normal(HEADS, D);
        INDArray dout = normal(B, HEADS, D);
        INDArray probs = normal(B, HEADS, T);
        Forward forward = () -> {
            INDArray out = dout.like();
            kernels.pool().forward(x, u, probs, out);
            return out;
        };
        forward.run();
        INDArray dscores = normal(B, T, HEADS);
        kernels.pool().backward(dout, x, probs.dup(), dscores);
        INDArray du = normal(HEADS, D);
        kernels.linear().backwardWeights(dscores, x, du, normal(HEADS));
        INDArray dx = normal(B, T, D);
        INDArray asKeys = normal(B, T, D);
        kernels.pool().backwardValues(dout, probs.dup(), dx);
        kernels.linear().backwardInput(dscores, u, asKeys);
        kernels.elements().add(asKeys, dx);
        assertSlope(forward, dout, u, du);
        assertSlope(forward, dout, x, dx);
    }

    /** The claimed gradient of Σ dy * forward() with respect to an argument that forward() reads, against central differences. */
    private static void assertSlope(Forward forward, INDArray dy, INDArray argument, INDArray claimed) {
        INDArray flat = argument.reshape('c', true, argument.length());
        INDArray claims = claimed.reshape(claimed.length());
        for (long i = 0; i < flat.length(); i++) {
            double value = flat.getDouble(i);
            flat.putScalar(i, value + STEP);
            double above = forward.run().mul(dy).sumNumber().doubleValue();
            flat.putScalar(i, value - STEP);
            double below = forward.run().mul(dy).sumNumber().doubleValue();
            flat.putScalar(i, value);
            assertThat(claims.getDouble(i)).isCloseTo((above - below) / (2 * STEP), within(2e-6));
        }
    }

    private interface Forward {
        INDArray run();
    }

    private INDArray normal(long... shape) {
        return Nd4j.randn(0, 1, shape, random).castTo(DataType.DOUBLE);
    }
}
