package org.nec4j.data;

/**
 * Labelled images by index. Implementations are safe to use from several threads and return equal images for equal indices.
 */
public interface ImageSource {
    /** Number of images. */
    int size();

    /** The pixels of image {@code index}; not to be changed. */
    ByteImage image(int index);

    /** The class of image {@code index}, or {@link Sample#UNLABELLED}. */
    int label(int index);

    /** What messages and results call image {@code index}. */
    String name(int index);
}
