package org.nec4j.kernel.cpu;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Whether products come out as plain sums do, on shapes as a vision transformer has them, with ragged edges and rows further apart than they
 * are long. All of a product is checked at once by a vector x, as c x = op(a) (op(b) x) (R. Freivalds, 1977), and some of its
 * numbers on their own. Takes milliseconds.
 */
final class BlasCheck {
    /** Of the sum of the absolute values of the terms: rounding in float32 leaves at most 1e-6 of it for sums of some thousand terms. */
    private static final double TOLERANCE = 1e-5;

    private static final int SAMPLES = 64;
    private static final float UNTOUCHED = 12345;

    /** Kernels have edges of their own for what is left of their tiles, other ways for small products, and blocks of some 300 terms. */
    private static final List<Shape> SHAPES = List.of(
            new Shape(1, 5, 7, 0),
            new Shape(65, 128, 130, 1),
            new Shape(65, 65, 64, 0),
            new Shape(65, 64, 65, 0),
            new Shape(17, 48, 800, 0),
            new Shape(33, 100, 257, 1),
            new Shape(120, 96, 96, 0));

    private record Shape(int m, int n, int k, float beta) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "[%d, %d] by [%d, %d]", m, k, k, n);
        }
    }

    /** A matrix whose rows are further apart than they are long, and native memory for it. */
    private record Matrix(FloatPointer memory, float[] values, int apart) {
        static Matrix of(int rows, int columns, SplittableRandom random) {
            int apart = columns + 3;
            float[] values = new float[rows * apart];
            for (int i = 0; i < values.length; i++) {
                values[i] = i % apart < columns ? (float) random.nextDouble(-1, 1) : UNTOUCHED;
            }
            return new Matrix(new FloatPointer(values), values, apart);
        }

        double at(boolean transposed, int row, int column) {
            return transposed ? values[column * apart + row] : values[row * apart + column];
        }
    }

    private BlasCheck() {}

    /** The first product that is wrong, in a phrase; empty where all are right. */
    static Optional<String> fault(Products products) {
        SplittableRandom random = new SplittableRandom(11);
        for (Shape shape : SHAPES) {
            for (int op = 0; op < 3; op++) {
                boolean transposeA = op == 1;
                boolean transposeB = op == 2;
                Optional<String> wrong = wrong(products, shape, transposeA, transposeB, random);
                if (wrong.isPresent()) {
                    return Optional.of(String.format(
                            Locale.ROOT,
                            "the product of %s%s is %s",
                            shape,
                            transposeA ? ", the first transposed," : transposeB ? ", the second transposed," : "",
                            wrong.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> wrong(
            Products products, Shape s, boolean transposeA, boolean transposeB, SplittableRandom random) {
        Matrix a = transposeA ? Matrix.of(s.k, s.m, random) : Matrix.of(s.m, s.k, random);
        Matrix b = transposeB ? Matrix.of(s.n, s.k, random) : Matrix.of(s.k, s.n, random);
        Matrix c = Matrix.of(s.m, s.n, random);
        double[] before = new double[s.m * s.n];
        for (int i = 0; i < before.length; i++) {
            int at = i / s.n * c.apart + i % s.n;
            before[i] = s.beta * c.values[at];
            if (s.beta == 0) {
                c.values[at] = Float.NaN;
            }
        }
        c.memory.put(c.values, 0, c.values.length);
        products.multiply(
                Lane.current(),
                transposeA,
                transposeB,
                s.m,
                s.n,
                s.k,
                a.memory.address(),
                a.apart,
                b.memory.address(),
                b.apart,
                s.beta,
                c.memory.address(),
                c.apart);
        try {
            c.memory.get(c.values, 0, c.values.length);
            double off = ofRows(s, a, b, c, transposeA, transposeB, before, random);
            off = Math.max(off, ofNumbers(s, a, b, c, transposeA, transposeB, before, random));
            for (int row = 0; row < s.m; row++) {
                for (int column = s.n; column < c.apart; column++) {
                    if (c.values[row * c.apart + column] != UNTOUCHED) {
                        return Optional.of("written beyond its end");
                    }
                }
            }
            return off <= TOLERANCE
                    ? Optional.empty()
                    : Optional.of(String.format(Locale.ROOT, "off by %.0e of its terms", off));
        } finally {
            a.memory.deallocate();
            b.memory.deallocate();
            c.memory.deallocate();
        }
    }

    /** The largest error of c x against op(a) (op(b) x), as a share of the terms; infinite for NaN. */
    private static double ofRows(
            Shape s, Matrix a, Matrix b, Matrix c, boolean ta, boolean tb, double[] before, SplittableRandom random) {
        double[] x = random.doubles(s.n, -1, 1).toArray();
        double[] bx = new double[s.k];
        double[] size = new double[s.k];
        for (int p = 0; p < s.k; p++) {
            for (int j = 0; j < s.n; j++) {
                double term = b.at(tb, p, j) * x[j];
                bx[p] += term;
                size[p] += Math.abs(term);
            }
        }
        double largest = 0;
        for (int i = 0; i < s.m; i++) {
            double error = 0;
            double terms = 0;
            for (int p = 0; p < s.k; p++) {
                double value = a.at(ta, i, p);
                error -= value * bx[p];
                terms += Math.abs(value) * size[p];
            }
            for (int j = 0; j < s.n; j++) {
                error += (c.at(false, i, j) - before[i * s.n + j]) * x[j];
                terms += Math.abs(before[i * s.n + j] * x[j]);
            }
            largest = larger(largest, Math.abs(error) / terms);
        }
        return largest;
    }

    private static double ofNumbers(
            Shape s, Matrix a, Matrix b, Matrix c, boolean ta, boolean tb, double[] before, SplittableRandom random) {
        double largest = 0;
        for (int sample = 0; sample < SAMPLES; sample++) {
            int i = random.nextInt(s.m);
            int j = random.nextInt(s.n);
            double sum = before[i * s.n + j];
            double terms = Math.abs(sum);
            for (int p = 0; p < s.k; p++) {
                double term = a.at(ta, i, p) * b.at(tb, p, j);
                sum += term;
                terms += Math.abs(term);
            }
            largest = larger(largest, Math.abs(c.at(false, i, j) - sum) / terms);
        }
        return largest;
    }

    private static double larger(double largest, double error) {
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(largest, error);
    }
}
