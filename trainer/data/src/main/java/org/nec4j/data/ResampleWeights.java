package org.nec4j.data;

/**
 * The weights of a bicubic resize along one axis: Keys' cubic kernel with a = -0.5, stretched by the reduction so that it averages
 * over all samples that it drops. Pillow computes them so.
 *
 * @param first for each output place the first input place
 * @param count how many follow
 * @param weight their weights, which sum to 1, {@code stride} a place
 */
record ResampleWeights(int[] first, int[] count, double[] weight, int stride) {
    private static final double A = -0.5;
    private static final double SUPPORT = 2.0;

    /**
     * Weights for some of the output places.
     *
     * @param inputs samples before
     * @param outputs samples after, over the whole axis
     * @param from the first output place that is wanted
     * @param places how many are
     */
    static ResampleWeights of(int inputs, int outputs, int from, int places) {
        double scale = (double) inputs / outputs;
        double stretch = Math.max(scale, 1.0);
        double support = SUPPORT * stretch;
        int stride = (int) Math.ceil(support) * 2 + 1;
        ResampleWeights w = new ResampleWeights(new int[places], new int[places], new double[places * stride], stride);
        for (int place = 0; place < places; place++) {
            double centre = (from + place + 0.5) * scale;
            int first = Math.max((int) (centre - support + 0.5), 0);
            int count = Math.min((int) (centre + support + 0.5), inputs) - first;
            w.first[place] = first;
            w.count[place] = count;
            w.fill(place, centre, 1.0 / stretch);
        }
        return w;
    }

    private void fill(int place, double centre, double squeeze) {
        int start = place * stride;
        double sum = 0;
        for (int k = 0; k < count[place]; k++) {
            weight[start + k] = cubic((k + first[place] - centre + 0.5) * squeeze);
            sum += weight[start + k];
        }
        for (int k = 0; k < count[place]; k++) {
            weight[start + k] /= sum;
        }
    }

    /** The weights as integers of {@code bits} fractional bits. */
    int[] fixed(int bits) {
        int[] fixed = new int[weight.length];
        for (int i = 0; i < fixed.length; i++) {
            double scaled = weight[i] * (1 << bits);
            fixed[i] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
        }
        return fixed;
    }

    /** One past the last input place that any output needs. */
    int end() {
        int last = first.length - 1;
        return first[last] + count[last];
    }

    /** Keys' cubic convolution kernel (IEEE TASSP 29(6), 1981). */
    private static double cubic(double x) {
        double t = Math.abs(x);
        if (t < 1) {
            return ((A + 2) * t - (A + 3)) * t * t + 1;
        }
        return t < 2 ? A * (((t - 5) * t + 8) * t - 4) : 0;
    }
}
