package org.nec4j.data;

/**
 * What a transform decided to show of an image: a part of it, resized, cut out, mirrored and turned. The same view can be taken of an
 * image and of its mask.
 *
 * @param source the part that is resized
 * @param scaledWidth its width after resizing
 * @param scaledHeight its height after resizing
 * @param window the part to cut out of the resized part
 * @param mirrored left and right are swapped, after resizing
 * @param flipped top and bottom are swapped, after mirroring
 * @param turned rows become columns (a reflection in the main diagonal), after flipping; mirror, flip and turn give all eight symmetries
 */
public record View(
        Box source, int scaledWidth, int scaledHeight, Box window, boolean mirrored, boolean flipped, boolean turned) {
    /** Size of what is seen. */
    public ImageSize size() {
        return turned ? new ImageSize(window.width(), window.height()) : new ImageSize(window.height(), window.width());
    }

    /** The bicubic picture, [H, W, C]. */
    public ByteImage of(ByteImage image) {
        ByteImage upright = Resampler.resize(image, source, scaledWidth, scaledHeight, window);
        if (!mirrored && !flipped && !turned) {
            return upright;
        }
        int channels = upright.channels();
        byte[] out = new byte[upright.samples().length];
        for (int to = 0; to < size().pixels(); to++) {
            System.arraycopy(upright.samples(), place(to) * channels, out, to * channels, channels);
        }
        return new ByteImage(size().columns(), size().rows(), channels, out);
    }

    /**
     * The bicubic picture of one band.
     *
     * @param band samples of the image's row-major band, beginning at {@code offset}
     * @param width pixels a row of the image
     * @param out where the picture goes, [H, W], beginning at {@code at}
     */
    void of(float[] band, int offset, int width, float[] out, int at) {
        float[] upright = FloatResampler.resize(band, offset, width, source, scaledWidth, scaledHeight, window);
        for (int to = 0; to < upright.length; to++) {
            out[at + to] = upright[place(to)];
        }
    }

    /** The same part of a mask of classes, each pixel taking the class of the nearest one, [H, W]. */
    public byte[] ofMask(byte[] mask, int width) {
        double stepX = (double) source.width() / scaledWidth;
        double stepY = (double) source.height() / scaledHeight;
        byte[] out = new byte[size().pixels()];
        for (int to = 0; to < out.length; to++) {
            int from = place(to);
            int x = source.left() + (int) ((window.left() + from % window.width() + 0.5) * stepX);
            int y = source.top() + (int) ((window.top() + from / window.width() + 0.5) * stepY);
            out[to] = mask[y * width + x];
        }
        return out;
    }

    /** Where in the window before the symmetries the pixel {@code to} comes from. */
    private int place(int to) {
        int width = window.width();
        int height = window.height();
        int column = turned ? to / height : to % width;
        int row = turned ? to % height : to / width;
        return (flipped ? height - 1 - row : row) * width + (mirrored ? width - 1 - column : column);
    }
}
