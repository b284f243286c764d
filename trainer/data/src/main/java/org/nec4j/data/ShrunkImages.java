package org.nec4j.data;

/**
 * Images reduced so that their shorter side is at most {@code shorter} pixels (bicubic), to fit a cache or to save decoding time.
 * Smaller images stay as they are.
 */
public final class ShrunkImages extends OtherImages {
    private final int shorter;

    /** @param shorter greatest shorter side in pixels */
    public ShrunkImages(ImageSource images, int shorter) {
        super(images);
        this.shorter = shorter;
        if (shorter < 1) {
            throw new IllegalArgumentException("a shorter side of " + shorter + " pixels");
        }
    }

    @Override
    public ByteImage image(int index) {
        ByteImage image = images.picture(index);
        int side = Math.min(image.width(), image.height());
        if (side <= shorter) {
            return image;
        }
        int longer = (int) ((double) shorter * Math.max(image.width(), image.height()) / side);
        int width = image.width() <= image.height() ? shorter : longer;
        int height = image.width() <= image.height() ? longer : shorter;
        return Resampler.resize(
                image, Box.whole(image.width(), image.height()), width, height, Box.whole(width, height));
    }
}
