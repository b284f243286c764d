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
    /** The bicubic picture, [side, side]. */
    ByteImage of(ByteImage image) {
        return oriented(Resampler.resize(image, source, scaledWidth, scaledHeight, window));
    }

    private ByteImage oriented(ByteImage square) {
        if (!mirrored && !flipped && !turned) {
            return square;
        }
        int side = square.width();
        int channels = square.channels();
        byte[] in = square.samples();
        byte[] out = new byte[in.length];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int column = turned ? y : x;
                int row = turned ? x : y;
                int from = (flipped ? side - 1 - row : row) * side + (mirrored ? side - 1 - column : column);
                int to = y * side + x;
                for (int c = 0; c < channels; c++) {
                    out[to * channels + c] = in[from * channels + c];
                }
            }
        }
        return new ByteImage(side, side, channels, out);
    }
}
