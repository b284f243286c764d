package org.nec4j.data;

import java.util.List;

/**
 * Several sources, one after the other. Their classes have nothing to do with each other, so pooled images have no label.
 *
 * @param parts the sources, in their order
 */
public record PooledImages(List<ImageSource> parts) implements ImageSource {
    public PooledImages {
        parts = List.copyOf(parts);
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
        return Sample.UNLABELLED;
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
