package org.nec4j.data;

/**
 * The eight ways in which a picture may be stored, numbered as TIFF and EXIF do: where its first row and first column belong. 1 is
 * upright.
 */
final class Orientation {
    private static final int UPRIGHT = 1;
    private static final int FIRST_TURNED = 5;

    private Orientation() {}

    /** Width of the upright picture. */
    static int width(int width, int height, int orientation) {
        return orientation < FIRST_TURNED ? width : height;
    }

    /** Index of the stored pixel that belongs at column {@code x} and row {@code y} of the upright picture. */
    static int source(int x, int y, int width, int height, int orientation) {
        return switch (orientation) {
            case 2 -> y * width + width - 1 - x;
            case 3 -> (height - 1 - y) * width + width - 1 - x;
            case 4 -> (height - 1 - y) * width + x;
            case 5 -> x * width + y;
            case 6 -> (height - 1 - x) * width + y;
            case 7 -> (height - 1 - x) * width + width - 1 - y;
            case 8 -> x * width + width - 1 - y;
            default -> y * width + x;
        };
    }

    /** The picture turned upright. */
    static ByteImage upright(ByteImage stored, int orientation) {
        if (orientation == UPRIGHT) {
            return stored;
        }
        int channels = stored.channels();
        int width = width(stored.width(), stored.height(), orientation);
        int height = stored.width() * stored.height() / width;
        byte[] out = new byte[stored.samples().length];
        for (int i = 0; i < width * height; i++) {
            int from = source(i % width, i / width, stored.width(), stored.height(), orientation);
            System.arraycopy(stored.samples(), from * channels, out, i * channels, channels);
        }
        return new ByteImage(width, height, channels, out);
    }
}
