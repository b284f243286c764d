package org.nec4j.data;

/** Labelled images of several bands by index. Implementations are safe to use from several threads. */
public interface BandSource {
    /** Number of images. */
    int size();

    /** The bands of image {@code index}; not to be changed. */
    BandImage image(int index);

    /** The class of image {@code index}, or {@link Sample#UNLABELLED}. */
    int label(int index);

    /** What messages and results call image {@code index}. */
    String name(int index);
}
