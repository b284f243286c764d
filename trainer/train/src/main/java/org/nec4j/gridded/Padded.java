package org.nec4j.gridded;

import org.nec4j.config.GridExperiment.Fill;

/** A standardized map, continued beyond its edges so that the network's halvings come out even. */
record Padded(int height, int width, float[] values) {
    static Padded of(
            Field field, Standardizer standardizer, int time, int level, Fill fill, boolean wraps, int multiple) {
        int height = up(field.height(), multiple);
        int width = up(field.width(), multiple);
        float[] whole = standardizer.filled(field.values(time, level), field.height(), field.width(), fill, wraps);
        float[] values = new float[height * width];
        for (int y = 0; y < height; y++) {
            int row = Math.min(y, field.height() - 1) * field.width();
            for (int x = 0; x < width; x++) {
                int column = wraps ? x % field.width() : Math.min(x, field.width() - 1);
                values[y * width + x] = whole[row + column];
            }
        }
        return new Padded(height, width, values);
    }

    private static int up(int cells, int multiple) {
        return (cells + multiple - 1) / multiple * multiple;
    }
}
