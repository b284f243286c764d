package org.nec4j.data;

/**
 * The middle of an image, resized so that it just covers a size and its aspect stays: how images are looked at in evaluation. For a
 * square the shorter side is resized and the square in its middle cut out, torchvision's Resize followed by CenterCrop; for others the side
 * that needs the larger factor, the other cut off to whole pixels likewise.
 *
 * @param covered what the resized image just covers, at least {@code size}
 * @param size    what is cut out
 * @param enlarge whether images smaller than that are allowed
 */
public record CentreCrop(ImageSize covered, ImageSize size, boolean enlarge) implements Transform {
    public CentreCrop {
        if (covered.rows() < size.rows() || covered.columns() < size.columns()) {
            throw new IllegalArgumentException("centre crop of " + size + " from what covers " + covered);
        }
    }

    /** The whole image but for what does not fit the aspect. */
    public CentreCrop(ImageSize size, boolean enlarge) {
        this(size, size, enlarge);
    }

    /** The square in the middle of an image whose shorter side becomes {@code side}. */
    public static CentreCrop of(int side) {
        return new CentreCrop(ImageSize.square(side), false);
    }

    @Override
    public View view(int width, int height, CounterRandom random) {
        ImageSize scaled = covered.covering(width, height);
        Box window = new Box(
                (int) Math.rint((scaled.columns() - size.columns()) / 2.0),
                (int) Math.rint((scaled.rows() - size.rows()) / 2.0),
                size.columns(),
                size.rows());
        return new View(Box.whole(width, height), scaled.columns(), scaled.rows(), window, false, false, false);
    }
}
