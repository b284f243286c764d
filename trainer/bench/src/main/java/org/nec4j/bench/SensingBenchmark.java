package org.nec4j.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import org.nec4j.codec.Sensor;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.codec.model.EightBits;
import org.nec4j.codec.model.SparseMatrix;

/**
 * How many megabytes of grey pixels, a byte each, one thread measures in a second of its processor time: blocks of 32 x 32, by a sparse matrix of 8
 * numbers a column and by a dense one that has as many rows, the products alone and whole encoding to streams.
 */
public final class SensingBenchmark {
    private static final int SIDE = 32;
    private static final int ALONG = 8;
    private static final int NON_ZEROS = 8;
    private static final int ROUNDS = 4;
    private static final double SECONDS = 0.4;

    private SensingBenchmark() {}

    /** Usage: SensingBenchmark. */
    public static void main(String[] args) {
        for (int m : new int[] {20, 51, 256}) {
            Random random = new Random(m);
            int n = SIDE * SIDE;
            float[] sparse = new float[m * n];
            float[] dense = new float[m * n];
            for (int i = 0; i < dense.length; i++) {
                dense[i] = (float) random.nextGaussian();
            }
            for (int j = 0; j < n; j++) {
                for (int left = NON_ZEROS; left > 0; ) {
                    int at = random.nextInt(m) * n + j;
                    left -= sparse[at] == 0 ? 1 : 0;
                    sparse[at] = dense[at];
                }
            }
            SparseMatrix matrix = SparseMatrix.of(sparse, sparse, m);
            float[] steps = new float[m];
            Arrays.fill(steps, 1);
            Sensor sensor = Sensor.of(
                    CodecWriter.sensing(new EightBits(new float[m], steps), ALONG, ALONG, matrix, 0.5f, 4)
                            .toBytes(),
                    "codec");
            float[] image = new float[sensor.height() * sensor.width()];
            for (int i = 0; i < image.length; i++) {
                image[i] = random.nextFloat();
            }
            float[] block = Arrays.copyOf(image, n);
            float[] y = new float[m];
            report(m, "sparse product", n, block, x -> matrix.addProduct(x, y, 0));
            report(m, "dense product", n, block, x -> product(dense, x, y));
            report(m, "images to streams", image.length, image, sensor::encode);
        }
    }

    /** y += A x; four rows beside each other, as nothing else keeps a processor busy where sums are taken in order. */
    private static void product(float[] a, float[] x, float[] y) {
        int n = x.length;
        int k = 0;
        for (; k + 4 <= y.length; k += 4) {
            float s0 = y[k];
            float s1 = y[k + 1];
            float s2 = y[k + 2];
            float s3 = y[k + 3];
            for (int j = 0; j < n; j++) {
                s0 += a[k * n + j] * x[j];
                s1 += a[(k + 1) * n + j] * x[j];
                s2 += a[(k + 2) * n + j] * x[j];
                s3 += a[(k + 3) * n + j] * x[j];
            }
            y[k] = s0;
            y[k + 1] = s1;
            y[k + 2] = s2;
            y[k + 3] = s3;
        }
        for (; k < y.length; k++) {
            for (int j = 0; j < n; j++) {
                y[k] += a[k * n + j] * x[j];
            }
        }
    }

    private static void report(int m, String what, int bytes, float[] x, Consumer<float[]> work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = threads.getCurrentThreadCpuTime();
            long done = 0;
            double seconds = 0;
            while (seconds < SECONDS) {
                for (int i = 0; i < 100; i++) {
                    work.accept(x);
                }
                done += 100;
                seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;
            }
            best = Math.max(best, done * (double) bytes / seconds / 1e6);
        }
        System.out.printf(Locale.ROOT, "m = %d of %d, %s: %,.0f MB/s%n", m, SIDE * SIDE, what, best);
    }
}
