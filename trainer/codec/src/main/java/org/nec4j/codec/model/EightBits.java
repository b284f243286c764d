package org.nec4j.codec.model;

import org.nec4j.codec.error.UserException;

/**
 * Measurements as bytes, as an analogue-to-digital converter has them: symbol = (y - centre) / step rounded to the nearest, halves to even, held
 * between -128 and 127; value = centre + step * symbol. All of it is float32, every operation rounded, nothing fused.
 *
 * @param centres [m]
 * @param steps   [m], positive
 */
@SuppressWarnings("ArrayRecordComponent") // of one codec, compared by nobody
public record EightBits(float[] centres, float[] steps) {
    private static final int LAST = 127;
    private static final float LARGEST = Float.MAX_VALUE / 4;

    /** Refuses what no stream could be decoded with to finite numbers. */
    public EightBits {
        if (centres.length == 0 || centres.length != steps.length) {
            throw new UserException(centres.length + " centres need as many steps, not " + steps.length);
        }
        for (int k = 0; k < steps.length; k++) {
            if (!(steps[k] > 0 && steps[k] < LARGEST / 256 && Math.abs(centres[k]) < LARGEST)) {
                throw new UserException("measurement " + k + " has the centre " + centres[k] + " and the step "
                        + steps[k] + "; steps are positive, and both are finite and not near the end of float32");
            }
        }
    }

    /** Those that reach from the mean of each measurement as far as any of these do; y [N, m]. */
    public static EightBits of(float[] y, int m) {
        float[] centres = new float[m];
        float[] steps = new float[m];
        int rows = y.length / m;
        for (int k = 0; k < m; k++) {
            double mean = 0;
            for (int i = 0; i < rows; i++) {
                mean += y[i * m + k];
            }
            mean /= rows;
            double reach = 0;
            for (int i = 0; i < rows; i++) {
                reach = Math.max(reach, Math.abs(y[i * m + k] - mean));
            }
            centres[k] = (float) mean;
            steps[k] = reach > 1e-12 ? (float) (reach / LAST) : 1;
        }
        return new EightBits(centres, steps);
    }

    /** m. */
    public int measurements() {
        return steps.length;
    }

    /** The byte of a measurement; what lies outside becomes the last on its side. */
    public byte symbol(float y, int k) {
        return (byte) Math.max(-LAST - 1, Math.min(LAST, Math.rint((y - centres[k]) / steps[k])));
    }

    /** The measurement of a byte. */
    public float value(byte symbol, int k) {
        return centres[k] + steps[k] * symbol;
    }
}
