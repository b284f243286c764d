package org.nec4j.data;

/** An image in memory: 8-bit samples as pictures are shown, or numbers of any number of bands. */
public sealed interface Picture permits ByteImage, BandImage {
    /** Pixels a row. */
    int width();

    /** Rows. */
    int height();

    /** Samples a pixel. */
    int channels();

    /** Memory that its samples take. */
    long bytes();
}
