package org.nec4j.data;

import org.nec4j.codec.error.UserException;

/** Chooses the square that training or evaluation sees of an image. */
public sealed interface Transform permits RandomCrop, CentreCrop {
    /** Side of the square in pixels. */
    int side();

    /** Whether an image smaller than the square is enlarged; otherwise it is refused. */
    boolean enlarge();

    /** The view of an image of this size, refused by name where it is smaller than the square and must not be enlarged. */
    default View checkedView(int width, int height, CounterRandom random, String name) {
        if (Math.min(width, height) < side() && !enlarge()) {
            throw new UserException(name + ": " + width + "x" + height + " pixels, smaller than the crop of " + side()
                    + "; choose a smaller image size or allow enlarging");
        }
        return view(width, height, random);
    }

    /** The view of an image of this size; transforms without chance ignore {@code random}. */
    View view(int width, int height, CounterRandom random);
}
