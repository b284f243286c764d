package org.nec4j.data;

/** Chooses the square that training or evaluation sees of an image. */
public sealed interface Transform permits RandomCrop, CentreCrop {
    /** Side of the square in pixels. */
    int side();

    /** Whether an image smaller than the square is enlarged; otherwise it is refused. */
    boolean enlarge();

    /** The view of an image of this size; transforms without chance ignore {@code random}. */
    View view(int width, int height, CounterRandom random);
}
