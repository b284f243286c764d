package org.nec4j.baseline;

import java.util.List;
import org.nec4j.data.ByteImage;

/** The one shape that all images of a set have, which their streams therefore need not tell. */
record ImageShape(int width, int height, int channels) {
    /** The shape of the first image. */
    static ImageShape of(List<ByteImage> images) {
        return of(images.get(0));
    }

    private static ImageShape of(ByteImage image) {
        return new ImageShape(image.width(), image.height(), image.channels());
    }

    int length() {
        return width * height * channels;
    }

    /** The samples of an image of this shape; throws IllegalArgumentException where it has another. */
    byte[] samples(ByteImage image) {
        if (!equals(of(image))) {
            throw new IllegalArgumentException("the images of a set are of one shape");
        }
        return image.samples();
    }

    ByteImage image(byte[] samples) {
        return new ByteImage(width, height, channels, samples);
    }
}
