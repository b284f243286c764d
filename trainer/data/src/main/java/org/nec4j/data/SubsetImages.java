package org.nec4j.data;

/**
 * Some of a source's images.
 *
 * @param images all of them
 * @param chosen indices of those that are taken, in their order
 */
public record SubsetImages(ImageSource images, int[] chosen) implements ImageSource {
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
