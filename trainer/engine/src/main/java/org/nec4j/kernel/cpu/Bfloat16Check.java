package org.nec4j.kernel.cpu;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;

/** Whether a library's products come out as plain sums over operands rounded to bfloat16 do, number by number. Takes milliseconds. */
final class Bfloat16Check {
    /** Of the sum of the absolute values of the terms, whose rounding is the same on both sides: what sums in float32 leave. */
    private static final double TOLERANCE = 1e-5;

    /** Ragged edges of tiles, and more terms than a block of them has. */
    private static final List<Shape> SHAPES =
            List.of(new Shape(1, 64, 64), new Shape(17, 48, 130), new Shape(100, 96, 257), new Shape(33, 1100, 64));

    private record Shape(int rows, int k, int n) {}

    private Bfloat16Check() {}

    /** The first product that is wrong, in a phrase; empty where all are right. */
    static Optional<String> fault(Bfloat16Library library) {
        SplittableRandom random = new SplittableRandom(16);
        for (Shape shape : SHAPES) {
            for (boolean transposed : List.of(false, true)) {
                double off = error(library, shape, transposed, random);
                if (!(off <= TOLERANCE)) {
                    return Optional.of(String.format(
                            Locale.ROOT,
                            "the product of [%d, %d] by [%d, %d]%s is off by %.0e of its terms",
                            shape.rows,
                            shape.k,
                            shape.k,
                            shape.n,
                            transposed ? ", the second transposed," : "",
                            off));
                }
            }
        }
        return Optional.empty();
    }

    /** x as bfloat16 has it: the 16 upper bits, to nearest even. */
    static float round(float x) {
        int bits = Float.floatToRawIntBits(x);
        return Float.intBitsToFloat((bits + 0x7fff + (bits >>> 16 & 1)) & 0xffff0000);
    }

    /** The largest error of c += a b, after c = a b, as a share of the terms. */
    private static double error(Bfloat16Library library, Shape s, boolean transposed, SplittableRandom random) {
        float[] a = numbers(s.rows * s.k, random);
        float[] b = numbers(s.k * s.n, random);
        float[] c = new float[s.rows * s.n];
        Arrays.fill(c, Float.NaN); // which must not count
        try (FloatPointer left = new FloatPointer(a);
                FloatPointer right = new FloatPointer(b);
                FloatPointer product = new FloatPointer(c)) {
            Bfloat16Library.Right ordered = library.right(right.address(), s.k, s.n, transposed);
            ordered.multiply(s.rows, left.address(), false, product.address());
            ordered.multiply(s.rows, left.address(), true, product.address());
            product.get(c);
        }
        double largest = 0;
        for (int i = 0; i < s.rows; i++) {
            for (int j = 0; j < s.n; j++) {
                double sum = 0;
                double terms = 0;
                for (int p = 0; p < s.k; p++) {
                    double term = (double) round(a[i * s.k + p]) * round(b[transposed ? j * s.k + p : p * s.n + j]);
                    sum += term;
                    terms += Math.abs(term);
                }
                double error = Math.abs(c[i * s.n + j] - 2 * sum) / (2 * terms);
                largest = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(largest, error);
            }
        }
        return largest;
    }

    private static float[] numbers(int count, SplittableRandom random) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }
}
