package org.nec4j.data;

import org.nec4j.codec.error.UserException;

/**
 * An image and the class of each of its pixels.
 *
 * @param image the picture, [H, W, C]
 * @param mask class numbers, [H, W, 1]
 */
public record SegmentationSample(ByteImage image, ByteImage mask) {
    /** Refuses a mask of another size; {@code name} is what the message calls the sample. */
    static SegmentationSample of(ByteImage image, ByteImage mask, String name) {
        if (image.width() != mask.width() || image.height() != mask.height()) {
            throw new UserException(name + ": its image has " + image.width() + "x" + image.height()
                    + " pixels and its mask " + mask.width() + "x" + mask.height() + ", expected equal sizes");
        }
        return new SegmentationSample(image, mask);
    }

    /** Image and mask under one view: the image bicubic, the mask by nearest pixel. */
    public SegmentationSample under(View view) {
        ByteImage seen = new ByteImage(view.side(), view.side(), 1, view.ofMask(mask.samples(), mask.width()));
        return new SegmentationSample(view.of(image), seen);
    }
}
