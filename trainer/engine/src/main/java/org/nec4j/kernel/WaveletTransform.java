package org.nec4j.kernel;

/**
 * An orthonormal wavelet transform of square images, periodic at their borders: at each level the top left part becomes
 * {@code [[A, D1], [D0, D01]]}, means in A, details along columns in D1, along rows in D0, along both in D01.
 *
 * <p>In one dimension {@code a_i = Σ_k lowpass_k x_((2 i + K / 2 - k) mod n)}, and the details alike with the other filter.
 */
final class WaveletTransform {
    private final double[] low;
    private final double[] high;
    private final int side;
    private final int levels;

    /** @throws IllegalArgumentException if so many numbers are no square image whose side halves so often */
    WaveletTransform(Wavelet wavelet, int levels, int numbers) {
        this.low = wavelet.lowpass();
        this.high = wavelet.highpass();
        this.levels = levels;
        this.side = (int) Math.round(Math.sqrt(numbers));
        if (side * side != numbers) {
            throw new IllegalArgumentException("a block of " + numbers + " numbers is not square");
        }
        if (levels < 0 || levels > 30 || side % (1 << levels) != 0) {
            throw new IllegalArgumentException("a block of " + side + " x " + side + " has no " + levels
                    + " levels of wavelets: its side must be a multiple of 2^levels");
        }
    }

    /** Coefficients in place of an image that begins there. */
    void forward(double[] image, int at) {
        for (int level = 0; level < levels; level++) {
            int size = side >> level;
            for (int line = 0; line < size; line++) {
                split(image, at + line * side, 1, size);
            }
            for (int line = 0; line < size; line++) {
                split(image, at + line, side, size);
            }
        }
    }

    /** The image in place of its coefficients: the transpose. */
    void inverse(double[] image, int at) {
        for (int level = levels - 1; level >= 0; level--) {
            int size = side >> level;
            for (int line = 0; line < size; line++) {
                join(image, at + line, side, size);
            }
            for (int line = 0; line < size; line++) {
                join(image, at + line * side, 1, size);
            }
        }
    }

    private void split(double[] values, int at, int stride, int n) {
        double[] out = new double[n];
        for (int i = 0; i < n / 2; i++) {
            for (int k = 0; k < low.length; k++) {
                double x = values[at + stride * place(i, k, n)];
                out[i] += low[k] * x;
                out[n / 2 + i] += high[k] * x;
            }
        }
        put(out, values, at, stride);
    }

    private void join(double[] values, int at, int stride, int n) {
        double[] out = new double[n];
        for (int i = 0; i < n / 2; i++) {
            double mean = values[at + stride * i];
            double detail = values[at + stride * (n / 2 + i)];
            for (int k = 0; k < low.length; k++) {
                out[place(i, k, n)] += low[k] * mean + high[k] * detail;
            }
        }
        put(out, values, at, stride);
    }

    private int place(int i, int k, int n) {
        return Math.floorMod(2 * i + low.length / 2 - k, n);
    }

    private static void put(double[] line, double[] values, int at, int stride) {
        for (int i = 0; i < line.length; i++) {
            values[at + stride * i] = line[i];
        }
    }
}
