package org.nec4j.factorize;

import java.util.stream.IntStream;

/**
 * Mean and covariance of rows that come a batch at a time, in float64. Sums are taken about the first row, so that little is lost where a
 * mean is large beside the spread; they do not depend on the number of threads.
 */
final class Moments {
    private static final int BANDS = 8;
    private static final int AT_ONCE = 4;

    private final int width;
    private final double[] about;
    private final double[] sums;
    private final double[][] products; // lower triangle
    private long count;

    /** Of rows of so many numbers. */
    Moments(int width) {
        this.width = width;
        this.about = new double[width];
        this.sums = new double[width];
        this.products = new double[width][width];
    }

    /** Takes rows [R, width]. */
    void add(float[] rows) {
        int r = rows.length / width;
        if (count == 0 && r > 0) {
            for (int d = 0; d < width; d++) {
                about[d] = rows[d];
            }
        }
        // Rows of zeros at the end add nothing.
        double[][] centred = new double[(r + AT_ONCE - 1) / AT_ONCE * AT_ONCE][width];
        for (int i = 0; i < r; i++) {
            for (int d = 0; d < width; d++) {
                centred[i][d] = rows[i * width + d] - about[d];
                sums[d] += centred[i][d];
            }
        }
        IntStream.range(0, BANDS)
                .parallel()
                .forEach(band -> addProducts(centred, width * band / BANDS, width * (band + 1) / BANDS));
        count += r;
    }

    private void addProducts(double[][] x, int from, int to) {
        for (int i = 0; i < x.length; i += AT_ONCE) {
            double[] x0 = x[i];
            double[] x1 = x[i + 1];
            double[] x2 = x[i + 2];
            double[] x3 = x[i + 3];
            for (int a = from; a < to; a++) {
                double v0 = x0[a];
                double v1 = x1[a];
                double v2 = x2[a];
                double v3 = x3[a];
                double[] row = products[a];
                for (int b = 0; b <= a; b++) {
                    row[b] += v0 * x0[b] + v1 * x1[b] + v2 * x2[b] + v3 * x3[b];
                }
            }
        }
    }

    /** How many rows there were. */
    long count() {
        return count;
    }

    /** [width]. */
    double[] mean() {
        double[] mean = new double[width];
        for (int d = 0; d < width; d++) {
            mean[d] = about[d] + sums[d] / count;
        }
        return mean;
    }

    /** [width, width], divided by the number of rows. */
    double[][] covariance() {
        double[][] covariance = new double[width][width];
        for (int a = 0; a < width; a++) {
            for (int b = 0; b <= a; b++) {
                covariance[a][b] = products[a][b] / count - sums[a] / count * (sums[b] / count);
                covariance[b][a] = covariance[a][b];
            }
        }
        return covariance;
    }
}
