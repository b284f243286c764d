package org.nec4j.data;

/** A source's images as what a network sees of them, normalized. */
abstract class Squares {
    private final ImageSource images;
    private final Transform transform;
    private final int channels;

    Squares(ImageSource images, Transform transform, Normalization normalization) {
        this.images = images;
        this.transform = transform;
        this.channels = normalization.channels();
    }

    final ImageSource images() {
        return images;
    }

    final int size() {
        return images.size();
    }

    final int label(int index) {
        return images.label(index);
    }

    final int channels() {
        return channels;
    }

    final ImageSize seen() {
        return transform.size();
    }

    /** What is seen of image {@code index}. */
    final View view(int index, int width, int height, CounterRandom random) {
        return transform.checkedView(width, height, random, images.name(index));
    }

    /** Writes what is seen of image {@code index}, [C, H, W], beginning at {@code offset}. */
    abstract void write(int index, CounterRandom random, float[] out, int offset);
}
