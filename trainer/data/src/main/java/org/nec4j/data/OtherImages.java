package org.nec4j.data;

/** Images that are those of another source in other pixels, or at another price: as many, with the same classes and names. */
public abstract class OtherImages implements ImageSource {
    /** The source. */
    protected final ImageSource images;

    protected OtherImages(ImageSource images) {
        this.images = images;
    }

    @Override
    public final int size() {
        return images.size();
    }

    @Override
    public final int label(int index) {
        return images.label(index);
    }

    @Override
    public final String name(int index) {
        return images.name(index);
    }
}
