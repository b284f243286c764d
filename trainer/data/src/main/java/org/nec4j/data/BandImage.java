package org.nec4j.data;

import java.util.Optional;

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

    /**
     * The image of an array of three axes, of which {@link AxisOrder} says which holds the bands.
     *
     * @param axes sizes of the axes
     * @param name what messages call it
     */
    static BandImage of(float[] values, int[] axes, Optional<AxisOrder> order, String name) {
        boolean last = AxisOrder.of(order, axes[0], axes[1], axes[2], name) == AxisOrder.HWC;
        int bands = last ? axes[2] : axes[0];
        int plane = values.length / bands;
        float[] samples = last ? new float[values.length] : values; // [C, H, W]
        long missing = 0;
        for (int i = 0; i < values.length; i++) {
            missing += Float.isNaN(values[i]) ? 1 : 0;
            if (last) {
                samples[i % bands * plane + i / bands] = values[i];
            }
        }
        return new BandImage(last ? axes[1] : axes[2], last ? axes[0] : axes[1], bands, samples, missing);
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

    /** The part of the image in a box. */
    BandImage part(Box box) {
        float[] out = new float[Math.multiplyExact(bands, box.width() * box.height())]; // [C, H, W]
        long absent = 0;
        for (int row = 0; row < bands * box.height(); row++) {
            int band = row / box.height();
            int from = (band * height + box.top() + row % box.height()) * width + box.left();
            System.arraycopy(samples, from, out, row * box.width(), box.width());
        }
        for (float value : out) {
            absent += Float.isNaN(value) ? 1 : 0;
        }
        return new BandImage(box.width(), box.height(), bands, out, absent);
    }

    /** Number of pixels of which no band is missing. */
    long known() {
        int plane = width * height;
        long known = plane;
        for (int i = 0; missing > 0 && i < plane; i++) {
            boolean isWhole = true;
            for (int c = 0; c < bands && isWhole; c++) {
                isWhole = !Float.isNaN(samples[c * plane + i]);
            }
            known -= isWhole ? 0 : 1;
        }
        return known;
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
