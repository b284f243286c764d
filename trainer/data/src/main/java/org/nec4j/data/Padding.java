package org.nec4j.data;

import java.util.Arrays;

/** Makes pictures larger on the right and below. */
final class Padding {
    private Padding() {}

    /** The picture in the upper left of a larger one, where else bands are missing and colours are {@code fill}. */
    static Picture of(Picture picture, int width, int height, byte[] fill) {
        return picture instanceof BandImage bands
                ? of(bands, width, height)
                : of((ByteImage) picture, width, height, fill);
    }

    private static BandImage of(BandImage image, int width, int height) {
        float[] out = new float[Math.multiplyExact(image.bands(), width * height)]; // [C, H, W]
        Arrays.fill(out, Float.NaN);
        for (int row = 0; row < image.bands() * image.height(); row++) {
            int band = row / image.height();
            int to = (band * height + row % image.height()) * width;
            System.arraycopy(image.samples(), row * image.width(), out, to, image.width());
        }
        return new BandImage(width, height, image.bands(), out, out.length - image.samples().length + image.missing());
    }

    private static ByteImage of(ByteImage image, int width, int height, byte[] fill) {
        byte[] out = new byte[width * height * image.channels()]; // [H, W, C]
        for (int i = 0; i < out.length; i++) {
            out[i] = fill[i % image.channels()];
        }
        int row = image.width() * image.channels();
        for (int y = 0; y < image.height(); y++) {
            System.arraycopy(image.samples(), y * row, out, y * width * image.channels(), row);
        }
        return new ByteImage(width, height, image.channels(), out);
    }
}
