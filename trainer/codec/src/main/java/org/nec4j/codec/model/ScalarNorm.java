package org.nec4j.codec.model;

import java.util.Arrays;

/** Layer normalization with sums in double and in the order of the components, all else float32. */
final class ScalarNorm {
    private static final int AT_ONCE = 4;

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
        float[] y = new float[x.length];
        int t = 0;
        for (; t + AT_ONCE <= tokens; t += AT_ONCE) {
            apply4(y, x, t * gain.length);
        }
        for (; t < tokens; t++) {
            int at = t * gain.length;
            double sum = 0;
            for (int i = at; i < at + gain.length; i++) {
                sum += x[i];
            }
            double mean = sum / gain.length;
            double squares = 0;
            for (int i = at; i < at + gain.length; i++) {
                double centred = x[i] - mean;
                squares += centred * centred;
            }
            scale(y, x, at, mean, squares);
        }
        return y;
    }

    /** Four tokens beside each other: a sum waits for its last addend, four do not wait for each other. */
    private void apply4(float[] y, float[] x, int at) {
        int width = gain.length;
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        for (int i = at; i < at + width; i++) {
            sum0 += x[i];
            sum1 += x[i + width];
            sum2 += x[i + 2 * width];
            sum3 += x[i + 3 * width];
        }
        double mean0 = sum0 / width;
        double mean1 = sum1 / width;
        double mean2 = sum2 / width;
        double mean3 = sum3 / width;
        double squares0 = 0;
        double squares1 = 0;
        double squares2 = 0;
        double squares3 = 0;
        for (int i = at; i < at + width; i++) {
            double centred0 = x[i] - mean0;
            squares0 += centred0 * centred0;
            double centred1 = x[i + width] - mean1;
            squares1 += centred1 * centred1;
            double centred2 = x[i + 2 * width] - mean2;
            squares2 += centred2 * centred2;
            double centred3 = x[i + 3 * width] - mean3;
            squares3 += centred3 * centred3;
        }
        scale(y, x, at, mean0, squares0);
        scale(y, x, at + width, mean1, squares1);
        scale(y, x, at + 2 * width, mean2, squares2);
        scale(y, x, at + 3 * width, mean3, squares3);
    }

    private void scale(float[] y, float[] x, int at, double mean, double squares) {
        double scale = 1 / Math.sqrt(squares / gain.length + epsilon);
        for (int i = 0; i < gain.length; i++) {
            y[at + i] = (float) ((x[at + i] - mean) * scale) * gain[i] + shift[i];
        }
    }
}
