package org.nec4j.data;

/**
 * An image of 8-bit samples.
 *
 * @param width pixels a row
 * @param height rows
 * @param channels samples a pixel
 * @param samples unsigned, [height, width, channels] flattened; not to be changed
 */
public record ByteImage(int width, int height, int channels, byte[] samples) implements Picture {
    public ByteImage {
        if (width < 1 || height < 1 || channels < 1 || samples.length != (long) width * height * channels) {
            throw new IllegalArgumentException(
                    samples.length + " samples for " + width + "x" + height + " pixels of " + channels + " channels");
        }
    }

    @Override
    public long bytes() {
        return samples.length;
    }

    /** The sample of channel {@code c} at column {@code x} and row {@code y}, 0 to 255. */
    public int at(int x, int y, int c) {
        return samples[(y * width + x) * channels + c] & 0xFF;
    }
}
