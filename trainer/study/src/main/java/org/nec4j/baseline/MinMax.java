package org.nec4j.baseline;

/** The uniform quantizer of the paper's UQE: q = round((y - low) / (high - low) * (2^bits - 1)), one byte a number. */
record MinMax(float low, float high, int bits) {
    static MinMax over(Iterable<float[]> items, int bits) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float[] item : items) {
            for (float value : item) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return new MinMax(low, high, bits);
    }

    byte[] quantize(float[] item) {
        double scale = high > low ? ((1 << bits) - 1) / ((double) high - low) : 0;
        byte[] levels = new byte[item.length];
        for (int i = 0; i < item.length; i++) {
            levels[i] = (byte) Math.rint((item[i] - (double) low) * scale);
        }
        return levels;
    }

    float[] restore(byte[] levels) {
        double step = ((double) high - low) / ((1 << bits) - 1);
        float[] item = new float[levels.length];
        for (int i = 0; i < item.length; i++) {
            item[i] = (float) (low + step * (levels[i] & 255));
        }
        return item;
    }
}
