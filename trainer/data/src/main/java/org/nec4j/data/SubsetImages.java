package org.nec4j.data;

import java.util.stream.IntStream;

/**
 * Some of a source's images.
 *
 * @param images all of them
 * @param chosen indices of those that are taken, in their order
 */
public record SubsetImages(ImageSource images, int[] chosen) implements ImageSource {
    /** At most so many of the images, evenly spread over all of them. */
    public static SubsetImages spread(ImageSource images, int most) {
        return new SubsetImages(images, spread(images.size(), most));
    }

    /** At most so many indices below {@code of}, evenly spread, ascending. */
    public static int[] spread(int of, int most) {
        int count = Math.min(most, of);
        return IntStream.range(0, count).map(i -> (int) ((long) i * of / count)).toArray();
    }

    @Override
    public int size() {
        return chosen.length;
    }

    @Override
    public Picture image(int index) {
        return images.image(chosen[index]);
    }

    @Override
    public int label(int index) {
        return images.label(chosen[index]);
    }

    @Override
    public String name(int index) {
        return images.name(chosen[index]);
    }
}
