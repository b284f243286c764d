package org.nec4j.data;

import java.util.List;

/**
 * Several sources, one after the other.
 *
 * @param parts   the sources, in their order
 * @param classes whether their classes are the same; otherwise they have nothing to do with each other, and no image has a label
 */
public record PooledImages(List<ImageSource> parts, boolean classes) implements ImageSource {
    public PooledImages {
        parts = List.copyOf(parts);
    }

    /** Sources whose classes have nothing to do with each other. */
    public PooledImages(List<ImageSource> parts) {
        this(parts, false);
    }

    private record Place(ImageSource part, int index) {}

    @Override
    public int size() {
        return parts.stream().mapToInt(ImageSource::size).sum();
    }

    @Override
    public Picture image(int index) {
        Place place = place(index);
        return place.part.image(place.index);
    }

    @Override
    public int label(int index) {
        Place place = place(index);
        return classes ? place.part.label(place.index) : Sample.UNLABELLED;
    }

    @Override
    public String name(int index) {
        Place place = place(index);
        return place.part.name(place.index);
    }

    private Place place(int index) {
        int rest = index;
        for (ImageSource part : parts) {
            if (rest < part.size()) {
                return new Place(part, rest);
            }
            rest -= part.size();
        }
        throw new IndexOutOfBoundsException("image " + index + " of " + size());
    }
}
