package org.nec4j.onboard;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.nec4j.codec.model.EightBits;
import org.nec4j.data.CounterRandom;
import org.nec4j.sensing.SensingNoise;

/** Baselines: a matrix that stays, y = A (x + camera noise) + channel noise, and a recovery x̂ = R y that is linear. */
final class LinearRecovery {
    /** Of the mean of the diagonal. */
    private static final double RIDGE = 1e-3;

    private static final long FIT = 5;

    private final float[][] a;
    private final float[][] r;
    private final SensingNoise noise;
    private final Optional<EightBits> bits;

    private LinearRecovery(float[][] a, float[][] r, SensingNoise noise, Optional<EightBits> bits) {
        this.a = a;
        this.r = r;
        this.noise = noise;
        this.bits = bits;
    }

    /** The same, with measurements that become bytes, whose bits the channel flips. */
    LinearRecovery inBytes(EightBits quantizer) {
        return new LinearRecovery(a, r, noise, Optional.of(quantizer));
    }

    /** The m lowest coefficients of the orthonormal cosine transform of a block, by u² + v², and their transpose. */
    static LinearRecovery ofLowestCosines(int m, int side, SensingNoise noise) {
        int[] order = IntStream.range(0, side * side)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> i / side * (i / side) + i % side * (i % side)))
                .mapToInt(i -> i)
                .toArray();
        float[][] a = new float[m][side * side];
        for (int k = 0; k < m; k++) {
            int v = order[k] / side;
            int u = order[k] % side;
            for (int i = 0; i < side * side; i++) {
                a[k][i] = (float) (cosine(v, i / side, side) * cosine(u, i % side, side));
            }
        }
        return new LinearRecovery(a, transposed(a), noise, Optional.empty());
    }

    private static double cosine(int frequency, int at, int side) {
        double scale = Math.sqrt((frequency == 0 ? 1.0 : 2.0) / side);
        return scale * StrictMath.cos(Math.PI * (at + 0.5) * frequency / side);
    }

    /** A given matrix [m * n], and ridge regression from noisy measurements of the blocks to the blocks. */
    static LinearRecovery ofRidge(float[] matrix, int m, float[][] blocks, Channel channel, long seed) {
        int n = matrix.length / m;
        float[][] a = new float[m][n];
        for (int k = 0; k < m; k++) {
            System.arraycopy(matrix, k * n, a[k], 0, n);
        }
        LinearRecovery sensing = new LinearRecovery(a, new float[0][0], channel.noise(), channel.bits());
        double[][] y = new double[blocks.length][];
        double[][] x = new double[blocks.length][n];
        for (int i = 0; i < blocks.length; i++) {
            float[] drawn = new float[n + m];
            Draws.normal(CounterRandom.of(seed, FIT, i), drawn, 0, n + m);
            if (channel.bits().isPresent()) {
                Draws.flips(CounterRandom.of(seed, FIT, i, n), channel.flips(), drawn, n, m);
            }
            y[i] = sensing.measured(blocks[i], 0, drawn, 0, drawn, n);
            for (int j = 0; j < n; j++) {
                x[i][j] = blocks[i][j];
            }
        }
        RealMatrix measured = new Array2DRowRealMatrix(y, false);
        RealMatrix gram = measured.transpose().multiply(measured);
        double ridge = RIDGE * gram.getTrace() / m;
        for (int k = 0; k < m; k++) {
            gram.addToEntry(k, k, ridge);
        }
        RealMatrix solved = new CholeskyDecomposition(gram, 1e-9 * gram.getNorm1(), 0)
                .getSolver()
                .solve(measured.transpose().multiply(new Array2DRowRealMatrix(x, false))); // [m, n]
        float[][] r = new float[n][m];
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < m; k++) {
                r[j][k] = (float) solved.getEntry(k, j);
            }
        }
        return new LinearRecovery(a, r, channel.noise(), channel.bits());
    }

    private static float[][] transposed(float[][] a) {
        float[][] t = new float[a[0].length][a.length];
        for (int k = 0; k < a.length; k++) {
            for (int j = 0; j < t.length; j++) {
                t[j][k] = a[k][j];
            }
        }
        return t;
    }

    int measurements() {
        return a.length;
    }

    /** The matrix that measures, [m * n]. */
    float[] matrix() {
        return flat(a);
    }

    /** The matrix that recovers, [n * m]. */
    float[] recovery() {
        return flat(r);
    }

    private static float[] flat(float[][] rows) {
        float[] all = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * rows[i].length, rows[i].length);
        }
        return all;
    }

    /** x̂ of every block in place of the block; the sum of (x̂ - x)². */
    double recover(int count, float[] blocks, float[] camera, float[] channel) {
        int n = a[0].length;
        int m = a.length;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            double[] y = measured(blocks, i * n, camera, i * n, channel, i * m);
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < m; k++) {
                    sum += r[j][k] * y[k];
                }
                double difference = sum - blocks[i * n + j];
                squares += difference * difference;
                blocks[i * n + j] = (float) sum;
            }
        }
        return squares;
    }

    private double[] measured(float[] blocks, int at, float[] camera, int cameraAt, float[] channel, int channelAt) {
        int n = a[0].length;
        double[] seen = new double[n];
        for (int j = 0; j < n; j++) {
            seen[j] = blocks[at + j];
        }
        disturb(seen, camera, cameraAt, noise.camera());
        double[] y = new double[a.length];
        for (int k = 0; k < y.length; k++) {
            float[] row = a[k];
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += row[j] * seen[j];
            }
            y[k] = sum;
        }
        if (bits.isPresent()) {
            for (int k = 0; k < y.length; k++) {
                byte symbol = (byte) (bits.get().symbol((float) y[k], k) ^ (int) channel[channelAt + k]);
                y[k] = bits.get().value(symbol, k);
            }
            return y;
        }
        disturb(y, channel, channelAt, noise.channel());
        return y;
    }

    /** As the layer does it: in units of the numbers' own deviation. */
    private static void disturb(double[] x, float[] normal, int at, double level) {
        if (level == 0) {
            return;
        }
        double mean = 0;
        for (double number : x) {
            mean += number / x.length;
        }
        double variance = 0;
        for (double number : x) {
            variance += (number - mean) * (number - mean) / x.length;
        }
        double size = level * Math.sqrt(variance);
        for (int i = 0; i < x.length; i++) {
            x[i] += size * normal[at + i];
        }
    }
}
