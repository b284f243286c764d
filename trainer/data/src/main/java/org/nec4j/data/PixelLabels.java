package org.nec4j.data;

/** The classes of the pixels of some images. Implementations are safe to use from several threads. */
public interface PixelLabels {
    /** Stands for a pixel that no loss and no score counts. */
    byte IGNORED = (byte) 255;

    /** The class of each pixel of image {@code index}, or {@link #IGNORED}; one channel, not to be changed. */
    ByteImage labels(int index);
}
