package org.nec4j.data;

import org.nec4j.codec.error.UserException;

/** Chooses what training or evaluation sees of an image. */
public sealed interface Transform permits RandomCrop, CentreCrop {
    /** Size of what is seen. */
    ImageSize size();

    /** Whether an image with fewer rows or columns is enlarged; otherwise it is refused. */
    boolean enlarge();

    /** The view of an image of this size, refused by name where it is smaller than what is seen and must not be enlarged. */
    default View checkedView(int width, int height, CounterRandom random, String name) {
        if (size().exceeds(width, height) && !enlarge()) {
            throw new UserException(name + ": " + width + "x" + height + " pixels, smaller than the crop of " + size()
                    + "; choose a smaller image size or allow enlarging");
        }
        return view(width, height, random);
    }

    /** The view of an image of this size; transforms without chance ignore {@code random}. */
    View view(int width, int height, CounterRandom random);
}
