package org.nec4j.data;

import java.util.Arrays;

/**
 * Bicubic resizing with antialiasing, equal to Pillow's for 8-bit images.
 *
 * <p>Each output sample is a weighted mean of the input samples under a cubic kernel (Keys, a = -0.5) that is stretched by the
 * reduction, so a reduction averages over all pixels it drops. Rows are filtered first, rounded to 8 bits, then columns; weights are
 * integers of 22 fractional bits. These choices are Pillow's, and with them so are the results, to the last bit.
 */
final class Resampler {
    /** 32 bits, less 8 for the sample and 2 for the kernel's overshoot. */
    private static final int PRECISION = 22;

    private static final double A = -0.5;
    private static final double SUPPORT = 2.0;

    private Resampler() {}

    /**
     * A part of a resized part: {@code source} stretched to {@code width} x {@code height}, of which only {@code window} is computed.
     *
     * @param source the part of the image to resize; pixels outside it have no influence
     * @param window the part of the resized picture to return
     */
    static ByteImage resize(ByteImage image, Box source, int width, int height, Box window) {
        Weights columns = Weights.of(source.width(), width, window.left(), window.width());
        Weights rows = Weights.of(source.height(), height, window.top(), window.height());
        int firstRow = rows.first[0];
        int lastRow = rows.first[window.height() - 1] + rows.count[window.height() - 1];
        byte[] narrow = horizontal(image, source, firstRow, lastRow, columns); // [lastRow - firstRow, window.width, C]
        byte[] out = vertical(narrow, window.width() * image.channels(), firstRow, rows);
        return new ByteImage(window.width(), window.height(), image.channels(), out);
    }

    private static byte[] horizontal(ByteImage image, Box source, int firstRow, int lastRow, Weights columns) {
        int channels = image.channels();
        int width = columns.first.length;
        byte[] in = image.samples();
        byte[] out = new byte[(lastRow - firstRow) * width * channels];
        int o = 0;
        for (int y = firstRow; y < lastRow; y++) {
            int rowStart = ((source.top() + y) * image.width() + source.left()) * channels;
            for (int x = 0; x < width; x++) {
                int start = rowStart + columns.first[x] * channels;
                if (channels == 3) {
                    mean3(in, start, columns, x, out, o);
                } else {
                    for (int c = 0; c < channels; c++) {
                        out[o + c] = mean(in, start + c, channels, columns, x);
                    }
                }
                o += channels;
            }
        }
        return out;
    }

    private static void mean3(byte[] in, int start, Weights weights, int place, byte[] out, int o) {
        int red = 1 << (PRECISION - 1);
        int green = red;
        int blue = red;
        int[] w = weights.weight;
        int k = place * weights.stride;
        int end = k + weights.count[place];
        for (int i = start; k < end; k++, i += 3) {
            red += (in[i] & 0xFF) * w[k];
            green += (in[i + 1] & 0xFF) * w[k];
            blue += (in[i + 2] & 0xFF) * w[k];
        }
        out[o] = clip(red);
        out[o + 1] = clip(green);
        out[o + 2] = clip(blue);
    }

    private static byte mean(byte[] in, int start, int step, Weights weights, int place) {
        int sum = 1 << (PRECISION - 1);
        int k = place * weights.stride;
        int end = k + weights.count[place];
        for (int i = start; k < end; k++, i += step) {
            sum += (in[i] & 0xFF) * weights.weight[k];
        }
        return clip(sum);
    }

    private static byte[] vertical(byte[] in, int rowLength, int firstRow, Weights rows) {
        int height = rows.first.length;
        byte[] out = new byte[height * rowLength];
        int[] sum = new int[rowLength];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sum, 1 << (PRECISION - 1));
            for (int k = 0; k < rows.count[y]; k++) {
                int w = rows.weight[y * rows.stride + k];
                int start = (rows.first[y] + k - firstRow) * rowLength;
                for (int x = 0; x < rowLength; x++) {
                    sum[x] += (in[start + x] & 0xFF) * w;
                }
            }
            for (int x = 0; x < rowLength; x++) {
                out[y * rowLength + x] = clip(sum[x]);
            }
        }
        return out;
    }

    private static byte clip(int sum) {
        int value = sum >> PRECISION;
        return (byte) (value < 0 ? 0 : Math.min(value, 255));
    }

    /** For each output place the first input place, how many follow, and their integer weights. */
    private record Weights(int[] first, int[] count, int[] weight, int stride) {
        static Weights of(int inputs, int outputs, int from, int places) {
            double scale = (double) inputs / outputs;
            double stretch = Math.max(scale, 1.0);
            double support = SUPPORT * stretch;
            int stride = (int) Math.ceil(support) * 2 + 1;
            Weights w = new Weights(new int[places], new int[places], new int[places * stride], stride);
            double[] kernel = new double[stride];
            for (int place = 0; place < places; place++) {
                double centre = (from + place + 0.5) * scale;
                int first = Math.max((int) (centre - support + 0.5), 0);
                int count = Math.min((int) (centre + support + 0.5), inputs) - first;
                double sum = 0;
                for (int k = 0; k < count; k++) {
                    kernel[k] = cubic((k + first - centre + 0.5) * (1.0 / stretch));
                    sum += kernel[k];
                }
                w.first[place] = first;
                w.count[place] = count;
                for (int k = 0; k < count; k++) {
                    double fixed = kernel[k] / sum * (1 << PRECISION);
                    w.weight[place * stride + k] = (int) (fixed < 0 ? fixed - 0.5 : fixed + 0.5);
                }
            }
            return w;
        }
    }

    /** Keys' cubic convolution kernel (IEEE TASSP 29(6), 1981) with a = -0.5. */
    private static double cubic(double x) {
        double t = Math.abs(x);
        if (t < 1) {
            return ((A + 2) * t - (A + 3)) * t * t + 1;
        }
        return t < 2 ? A * (((t - 5) * t + 8) * t - 4) : 0;
    }
}
