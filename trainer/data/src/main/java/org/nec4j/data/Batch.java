package org.nec4j.data;

/**
 * What one step sees.
 *
 * @param step number of the step, counted from 0 over all epochs
 * @param channels C
 * @param image H and W, in pixels
 * @param pixels normalized, [B, C, H, W] flattened
 * @param labels class of each image or {@link Sample#UNLABELLED}, [B]
 * @param index place of each image in its source, [B]
 */
public record Batch(long step, int channels, ImageSize image, float[] pixels, int[] labels, int[] index) {
    /** B, the number of images. */
    public int size() {
        return labels.length;
    }

    /** Of the pixels as an array: B, C, H, W. */
    public long[] shape() {
        return new long[] {size(), channels, image.rows(), image.columns()};
    }
}
