package org.nec4j.data;

/**
 * Images reduced so that they just cover a size (bicubic), to fit a cache or to save decoding time. Those that have no more rows or no more
 * columns stay as they are.
 */
public final class ShrunkImages extends OtherImages {
    private final ImageSize covered;

    /** @param covered by what becomes of each image */
    public ShrunkImages(ImageSource images, ImageSize covered) {
        super(images);
        this.covered = covered;
    }

    /** @param shorter greatest shorter side in pixels */
    public ShrunkImages(ImageSource images, int shorter) {
        this(images, ImageSize.square(shorter));
    }

    @Override
    public ByteImage image(int index) {
        ByteImage image = images.picture(index);
        if (image.width() <= covered.columns() || image.height() <= covered.rows()) {
            return image;
        }
        ImageSize scaled = covered.covering(image.width(), image.height());
        return Resampler.resize(
                image,
                Box.whole(image.width(), image.height()),
                scaled.columns(),
                scaled.rows(),
                Box.whole(scaled.columns(), scaled.rows()));
    }
}
