package org.nec4j.gridded;

import org.nec4j.config.GridExperiment.Fill;
import org.nec4j.grid.HarmonicFill;

/**
 * What makes the maps of one variable at one level alike.
 *
 * @param variable  its name
 * @param level     place among the levels
 * @param mean      of the valid cells that were learnt from
 * @param scale    their deviation and a little: what a standardized value is multiplied by on the way back
 */
record Standardizer(String variable, int level, double mean, double scale) {
    /** What is added to a deviation, so that a field without any can be divided by it. */
    private static final double ETA = 1e-6;

    /** Of a level over some times. */
    static Standardizer of(Field field, int level, int from, int to) {
        double sum = 0;
        double squares = 0;
        long count = 0;
        double shift = Double.NaN;
        for (int time = from; time < to; time++) {
            for (double value : field.values(time, level)) {
                if (!Double.isNaN(value)) {
                    shift = Double.isNaN(shift) ? value : shift;
                    sum += value - shift;
                    squares += (value - shift) * (value - shift);
                    count++;
                }
            }
        }
        if (count == 0) {
            return new Standardizer(field.name(), level, 0, 1 + ETA);
        }
        double mean = sum / count;
        return new Standardizer(
                field.name(), level, shift + mean, Math.sqrt(Math.max(0, squares / count - mean * mean)) + ETA);
    }

    /** A map with its valid cells standardized and the others filled. */
    float[] filled(double[] values, int height, int width, Fill fill, boolean wraps) {
        double[] standard = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            standard[i] = (values[i] - mean) / scale;
        }
        double[] whole = fill == Fill.HARMONIC ? new HarmonicFill(height, width, wraps).of(standard) : standard;
        float[] filled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            filled[i] = Double.isNaN(whole[i]) ? 0 : (float) whole[i];
        }
        return filled;
    }
}
