package org.nec4j.data;

import java.util.Arrays;

/**
 * Bicubic resizing with antialiasing of 8-bit images, equal to Pillow's to the last bit: rows are filtered first and rounded to 8
 * bits, then columns, with weights of 22 fractional bits.
 */
final class Resampler {
    /** 32 bits, less 8 for the sample and 2 for the kernel's overshoot. */
    private static final int PRECISION = 22;

    private static final int HALF = 1 << (PRECISION - 1);

    private Resampler() {}

    /**
     * A part of a resized part: {@code source} stretched to {@code width} x {@code height}, of which only {@code window} is computed.
     *
     * @param source the part of the image to resize; pixels outside it have no influence
     * @param window the part of the resized picture to return
     */
    static ByteImage resize(ByteImage image, Box source, int width, int height, Box window) {
        ResampleWeights columns = ResampleWeights.of(source.width(), width, window.left(), window.width());
        ResampleWeights rows = ResampleWeights.of(source.height(), height, window.top(), window.height());
        int firstRow = rows.first()[0];
        byte[] narrow = horizontal(image, source, firstRow, rows.end(), columns); // [rows, window.width, C]
        byte[] out = vertical(narrow, window.width() * image.channels(), firstRow, rows);
        return new ByteImage(window.width(), window.height(), image.channels(), out);
    }

    private static byte[] horizontal(ByteImage image, Box source, int firstRow, int endRow, ResampleWeights columns) {
        int channels = image.channels();
        int width = columns.first().length;
        int[] weight = columns.fixed(PRECISION);
        byte[] in = image.samples();
        byte[] out = new byte[(endRow - firstRow) * width * channels];
        int o = 0;
        for (int y = firstRow; y < endRow; y++) {
            int rowStart = ((source.top() + y) * image.width() + source.left()) * channels;
            for (int x = 0; x < width; x++) {
                int start = rowStart + columns.first()[x] * channels;
                int from = x * columns.stride();
                int to = from + columns.count()[x];
                if (channels == 3) {
                    mean3(in, start, weight, from, to, out, o);
                } else {
                    for (int c = 0; c < channels; c++) {
                        out[o + c] = mean(in, start + c, channels, weight, from, to);
                    }
                }
                o += channels;
            }
        }
        return out;
    }

    private static void mean3(byte[] in, int start, int[] weight, int from, int to, byte[] out, int o) {
        int red = HALF;
        int green = HALF;
        int blue = HALF;
        int i = start;
        for (int k = from; k < to; k++, i += 3) {
            red += (in[i] & 0xFF) * weight[k];
            green += (in[i + 1] & 0xFF) * weight[k];
            blue += (in[i + 2] & 0xFF) * weight[k];
        }
        out[o] = clip(red);
        out[o + 1] = clip(green);
        out[o + 2] = clip(blue);
    }

    private static byte mean(byte[] in, int start, int step, int[] weight, int from, int to) {
        int sum = HALF;
        int i = start;
        for (int k = from; k < to; k++, i += step) {
            sum += (in[i] & 0xFF) * weight[k];
        }
        return clip(sum);
    }

    private static byte[] vertical(byte[] in, int rowLength, int firstRow, ResampleWeights rows) {
        int height = rows.first().length;
        int[] weight = rows.fixed(PRECISION);
        byte[] out = new byte[height * rowLength];
        int[] sum = new int[rowLength];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sum, HALF);
            for (int k = 0; k < rows.count()[y]; k++) {
                int w = weight[y * rows.stride() + k];
                int start = (rows.first()[y] + k - firstRow) * rowLength;
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
}
