package org.nec4j.data;

/**
 * The whole image resized so that its shorter side is {@code resize}, and the square in its middle: how images are looked at in
 * evaluation. The geometry is torchvision's Resize followed by CenterCrop.
 *
 * @param resize shorter side after resizing, in pixels, at least {@code side}
 * @param side side of the square in pixels
 * @param enlarge whether images smaller than the square are allowed
 */
public record CentreCrop(int resize, int side, boolean enlarge) implements Transform {
    public CentreCrop {
        if (side < 1 || resize < side) {
            throw new IllegalArgumentException("centre crop of side " + side + " from a shorter side of " + resize);
        }
    }

    /** The square in the middle of an image whose shorter side becomes {@code side}. */
    public static CentreCrop of(int side) {
        return new CentreCrop(side, side, false);
    }

    @Override
    public View view(int width, int height, CounterRandom random) {
        int shorter = Math.min(width, height);
        int longer = (int) ((double) resize * Math.max(width, height) / shorter);
        int scaledWidth = width <= height ? resize : longer;
        int scaledHeight = width <= height ? longer : resize;
        Box window = new Box(
                (int) Math.rint((scaledWidth - side) / 2.0), (int) Math.rint((scaledHeight - side) / 2.0), side, side);
        return new View(Box.whole(width, height), scaledWidth, scaledHeight, window, false, false, false);
    }
}
