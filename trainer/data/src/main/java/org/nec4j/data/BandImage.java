package org.nec4j.data;

/**
 * An image of any number of bands, as numbers.
 *
 * @param width pixels a row
 * @param height rows
 * @param bands C
 * @param samples [C, H, W] flattened; NaN where nothing is known; not to be changed
 * @param missing number of samples that are NaN, stored so or equal to the file's no-data value
 */
public record BandImage(int width, int height, int bands, float[] samples, long missing) implements Picture {
    public BandImage {
        if (width < 1 || height < 1 || bands < 1 || samples.length != (long) width * height * bands) {
            throw new IllegalArgumentException(
                    samples.length + " samples for " + width + "x" + height + " pixels of " + bands + " bands");
        }
    }

    @Override
    public int channels() {
        return bands;
    }

    @Override
    public long bytes() {
        return (long) samples.length * Float.BYTES;
    }

    /** The same with NaN wherever a sample is {@code nodata}. */
    BandImage without(float nodata) {
        float[] out = samples.clone();
        long absent = missing;
        for (int i = 0; i < out.length; i++) {
            if (out[i] == nodata) {
                out[i] = Float.NaN;
                absent++;
            }
        }
        return new BandImage(width, height, bands, out, absent);
    }

    /** Some of the bands, in the order given, counted from 0. */
    public BandImage select(int[] chosen) {
        int plane = width * height;
        float[] out = new float[Math.multiplyExact(chosen.length, plane)];
        long absent = 0;
        for (int c = 0; c < chosen.length; c++) {
            System.arraycopy(samples, chosen[c] * plane, out, c * plane, plane);
        }
        for (float value : out) {
            absent += Float.isNaN(value) ? 1 : 0;
        }
        return new BandImage(width, height, chosen.length, out, absent);
    }
}
