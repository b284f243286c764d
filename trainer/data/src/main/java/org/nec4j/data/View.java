package org.nec4j.data;

/**
 * What a transform decided to show of an image: a part of it, resized, cut out, mirrored and turned. The same view can be taken of an
 * image and of its mask.
 *
 * @param source the part that is resized
 * @param scaledWidth its width after resizing
 * @param scaledHeight its height after resizing
 * @param window the square to cut out of the resized part
 * @param mirrored left and right are swapped, after resizing
 * @param flipped top and bottom are swapped, after mirroring
 * @param turned rows become columns (a reflection in the main diagonal), after flipping; mirror, flip and turn give all eight symmetries
 */
public record View(
        Box source, int scaledWidth, int scaledHeight, Box window, boolean mirrored, boolean flipped, boolean turned) {
    /** Side of the square, in pixels. */
    public int side() {
        return window.width();
    }

    /** The bicubic picture, [side, side, C]. */
    public ByteImage of(ByteImage image) {
        ByteImage square = Resampler.resize(image, source, scaledWidth, scaledHeight, window);
        if (!mirrored && !flipped && !turned) {
            return square;
        }
        int channels = square.channels();
        byte[] out = new byte[square.samples().length];
        for (int to = 0; to < side() * side(); to++) {
            System.arraycopy(square.samples(), place(to) * channels, out, to * channels, channels);
        }
        return new ByteImage(side(), side(), channels, out);
    }

    /**
     * The bicubic picture of one band.
     *
     * @param band samples of the image's row-major band, beginning at {@code offset}
     * @param width pixels a row of the image
     * @param out where the picture goes, [side, side], beginning at {@code at}
     */
    void of(float[] band, int offset, int width, float[] out, int at) {
        float[] square = FloatResampler.resize(band, offset, width, source, scaledWidth, scaledHeight, window);
        for (int to = 0; to < square.length; to++) {
            out[at + to] = square[place(to)];
        }
    }

    /** The same square of a mask of classes, each pixel taking the class of the nearest one, [side, side]. */
    public byte[] ofMask(byte[] mask, int width) {
        double stepX = (double) source.width() / scaledWidth;
        double stepY = (double) source.height() / scaledHeight;
        byte[] out = new byte[side() * side()];
        for (int to = 0; to < out.length; to++) {
            int from = place(to);
            int x = source.left() + (int) ((window.left() + from % side() + 0.5) * stepX);
            int y = source.top() + (int) ((window.top() + from / side() + 0.5) * stepY);
            out[to] = mask[y * width + x];
        }
        return out;
    }

    /** Where in the square before the symmetries the pixel {@code to} comes from. */
    private int place(int to) {
        int side = side();
        int column = turned ? to / side : to % side;
        int row = turned ? to % side : to / side;
        return (flipped ? side - 1 - row : row) * side + (mirrored ? side - 1 - column : column);
    }
}
