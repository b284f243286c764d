package org.nec4j.data;

import java.util.stream.IntStream;
import org.nec4j.codec.error.UserException;

/**
 * Labelled images by index. Implementations are safe to use from several threads and return equal images for equal indices.
 */
public interface ImageSource {
    /** Number of images. */
    int size();

    /** The pixels of image {@code index}; not to be changed. */
    Picture image(int index);

    /**
     * The pixels of an image for those who know 8-bit pictures only.
     *
     * @throws UserException if it is an image of bands
     */
    default ByteImage picture(int index) {
        if (image(index) instanceof ByteImage picture) {
            return picture;
        }
        throw new UserException(
                name(index) + ": is read as bands (samples = bands), and only 8-bit pictures can be used here");
    }

    /** The class of image {@code index}, or {@link Sample#UNLABELLED}. */
    int label(int index);

    /** The classes of all images, in their order. */
    default int[] labels() {
        return IntStream.range(0, size()).map(this::label).toArray();
    }

    /** What messages and results call image {@code index}. */
    String name(int index);
}
