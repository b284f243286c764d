package org.nec4j.data;

/**
 * From samples to what a network sees: {@code (x - mean) / std} of each channel, in float32. Samples of 8-bit images are divided by
 * 255 before, as torchvision does; samples of bands keep their unit.
 *
 * @param mean of each channel: on the scale 0 to 1 for 8-bit images, else in the unit of the samples
 * @param std of each channel, likewise
 * @param scale which of the two
 */
public record Normalization(float[] mean, float[] std, Scale scale) {
    /** What mean and standard deviation are stated for. */
    public enum Scale {
        /** 8-bit samples over 255. */
        EIGHT_BIT,
        /** Samples of bands in their own unit. */
        AS_STORED
    }

    /** For 8-bit images. */
    public Normalization(float[] mean, float[] std) {
        this(mean, std, Scale.EIGHT_BIT);
    }

    public Normalization {
        if (mean.length == 0 || mean.length != std.length) {
            throw new IllegalArgumentException(mean.length + " means for " + std.length + " standard deviations");
        }
        for (int c = 0; c < std.length; c++) {
            if (!(std[c] > 0) || !Float.isFinite(mean[c]) || !Float.isFinite(std[c])) {
                throw new IllegalArgumentException(
                        "mean " + mean[c] + " and standard deviation " + std[c] + " of channel " + c);
            }
        }
    }

    /** The statistics of ImageNet that public checkpoints were trained with. */
    public static Normalization imageNet() {
        return new Normalization(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});
    }

    /** Number of channels. */
    public int channels() {
        return mean.length;
    }

    /** What every 8-bit value of each channel becomes, [C][256]. */
    float[][] table() {
        float[][] table = new float[channels()][256]; // [C, 256]
        for (int c = 0; c < channels(); c++) {
            for (int x = 0; x < 256; x++) {
                table[c][x] = (x / 255f - mean[c]) / std[c];
            }
        }
        return table;
    }

    /** Writes an interleaved image as planes, [C, H, W], beginning at {@code offset}. */
    static void write(ByteImage image, float[][] table, float[] out, int offset) {
        int channels = image.channels();
        int pixels = image.width() * image.height();
        byte[] in = image.samples();
        for (int c = 0; c < channels; c++) {
            float[] values = table[c];
            int o = offset + c * pixels;
            for (int i = c; i < in.length; i += channels) {
                out[o++] = values[in[i] & 0xFF];
            }
        }
    }
}
