package org.nec4j.kernel;

/**
 * What a convolution sees of a map: squares of side k around every stride-th pixel, (k - 1) / 2 pixels before it and the rest behind, zeros outside.
 *
 * @param kernel k
 * @param stride pixels between squares
 */
public record Window(int kernel, int stride) {
    public Window {
        if (kernel < 1 || stride < 1) {
            throw new IllegalArgumentException(
                    "a window is a pixel wide and moves a pixel at least, not " + kernel + " and " + stride);
        }
    }

    /** Pixels of a square. */
    public int taps() {
        return kernel * kernel;
    }

    /** Pixels before the one that a square belongs to. */
    public int before() {
        return (kernel - 1) / 2;
    }

    /** How many squares a line of so many pixels has. */
    public long squares(long pixels) {
        return (pixels + stride - 1) / stride;
    }

    /** Whether squares are the pixels themselves. */
    public boolean isPixel() {
        return kernel == 1 && stride == 1;
    }
}
