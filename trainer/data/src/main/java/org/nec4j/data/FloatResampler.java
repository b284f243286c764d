package org.nec4j.data;

/** Bicubic resizing with antialiasing of one band of floats, as Pillow resizes its mode F: rows first, sums in double. */
final class FloatResampler {
    private FloatResampler() {}

    /**
     * A part of a resized part of a band; see {@link Resampler#resize}.
     *
     * @param in [H, W, ...], the band beginning at {@code offset}
     * @param width samples a row of the band
     * @return [window.height, window.width]
     */
    static float[] resize(float[] in, int offset, int width, Box source, int toWidth, int toHeight, Box window) {
        ResampleWeights columns = ResampleWeights.of(source.width(), toWidth, window.left(), window.width());
        ResampleWeights rows = ResampleWeights.of(source.height(), toHeight, window.top(), window.height());
        int firstRow = rows.first()[0];
        int columnCount = window.width();
        float[] narrow = new float[(rows.end() - firstRow) * columnCount]; // [rows, window.width]
        for (int y = firstRow; y < rows.end(); y++) {
            int start = offset + (source.top() + y) * width + source.left();
            for (int x = 0; x < columnCount; x++) {
                narrow[(y - firstRow) * columnCount + x] = mean(in, start + columns.first()[x], 1, columns, x);
            }
        }
        float[] out = new float[window.height() * columnCount]; // [window.height, window.width]
        for (int y = 0; y < window.height(); y++) {
            int start = (rows.first()[y] - firstRow) * columnCount;
            for (int x = 0; x < columnCount; x++) {
                out[y * columnCount + x] = mean(narrow, start + x, columnCount, rows, y);
            }
        }
        return out;
    }

    private static float mean(float[] in, int start, int step, ResampleWeights weights, int place) {
        double sum = 0;
        int i = start;
        int from = place * weights.stride();
        for (int k = from; k < from + weights.count()[place]; k++, i += step) {
            sum += in[i] * weights.weight()[k];
        }
        return (float) sum;
    }
}
