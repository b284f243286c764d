package org.nec4j.grid;

/**
 * Fills what is missing in a field so that nothing sharp is left to code: missing cells become the mean of their neighbours, Laplace's equation with
 * the valid cells as its border. Cells beyond the field's edges are no neighbours; a field around the globe may close on itself.
 */
public final class HarmonicFill {
    /** Rounds in which every missing cell becomes the mean of its neighbours of the round before. */
    private static final int SWEEPS = 400;

    private final int height;
    private final int width;
    private final boolean wraps;

    /**
     * For fields of one size.
     *
     * @param wraps whether the first column is a neighbour of the last
     */
    public HarmonicFill(int height, int width, boolean wraps) {
        this.height = height;
        this.width = width;
        this.wraps = wraps;
    }

    /** The field [height, width], row after row, with every NaN replaced; one without a valid cell becomes 0. */
    public double[] of(double[] field) {
        if (field.length != height * width) {
            throw new IllegalArgumentException(field.length + " cells are no field of " + height + " x " + width);
        }
        double sum = 0;
        int valid = 0;
        for (double value : field) {
            if (!Double.isNaN(value)) {
                sum += value;
                valid++;
            }
        }
        double[] now = field.clone();
        int[] missing = new int[field.length - valid];
        for (int i = 0, m = 0; i < field.length; i++) {
            if (Double.isNaN(field[i])) {
                missing[m++] = i;
                now[i] = valid == 0 ? 0 : sum / valid;
            }
        }
        double[] next = now.clone();
        for (int sweep = 0; sweep < SWEEPS && valid > 0 && missing.length > 0; sweep++) {
            for (int cell : missing) {
                next[cell] = mean(now, cell);
            }
            for (int cell : missing) {
                now[cell] = next[cell];
            }
        }
        return now;
    }

    private double mean(double[] field, int cell) {
        int y = cell / width;
        int x = cell % width;
        double sum = 0;
        int neighbours = 0;
        if (y > 0) {
            sum += field[cell - width];
            neighbours++;
        }
        if (y < height - 1) {
            sum += field[cell + width];
            neighbours++;
        }
        if (x > 0 || wraps) {
            sum += field[x > 0 ? cell - 1 : cell + width - 1];
            neighbours++;
        }
        if (x < width - 1 || wraps) {
            sum += field[x < width - 1 ? cell + 1 : cell - width + 1];
            neighbours++;
        }
        return neighbours == 0 ? field[cell] : sum / neighbours;
    }
}
