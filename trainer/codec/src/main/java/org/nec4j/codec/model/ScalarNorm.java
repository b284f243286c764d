package org.nec4j.codec.model;

import java.util.Arrays;

/** Layer normalization with sums in double and in the order of the components, all else float32. */
final class ScalarNorm {
    private final float[] gain;
    private final float[] shift;
    private final float epsilon;

    ScalarNorm(float[] gain, float[] shift, float epsilon) {
        this.gain = gain;
        this.shift = shift;
        this.epsilon = epsilon;
    }

    /** One without gain and shift. */
    static ScalarNorm plain(int width, float epsilon) {
        float[] ones = new float[width];
        Arrays.fill(ones, 1);
        return new ScalarNorm(ones, new float[width], epsilon);
    }

    /** How large an output can be: a normalized component is at most the square root of their number. */
    double reach() {
        return Reach.held(
                1.01 * Math.sqrt(gain.length) * Reach.of(gain) + Reach.of(shift), "the outputs of a layer norm");
    }

    /** x [tokens, width] to the same shape. */
    float[] apply(float[] x, int tokens) {
        int width = gain.length;
        float[] y = new float[x.length];
        for (int t = 0; t < tokens; t++) {
            double sum = 0;
            for (int i = 0; i < width; i++) {
                sum += x[t * width + i];
            }
            double mean = sum / width;
            double squares = 0;
            for (int i = 0; i < width; i++) {
                double centred = x[t * width + i] - mean;
                squares += centred * centred;
            }
            double scale = 1 / Math.sqrt(squares / width + epsilon);
            for (int i = 0; i < width; i++) {
                y[t * width + i] = (float) ((x[t * width + i] - mean) * scale) * gain[i] + shift[i];
            }
        }
        return y;
    }
}
