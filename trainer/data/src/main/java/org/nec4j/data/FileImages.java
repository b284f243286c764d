package org.nec4j.data;

/**
 * The images of a data set, decoded each time they are asked for.
 *
 * @param dataset the samples; indices count them in their order
 */
public record FileImages(Dataset dataset) implements ImageSource {
    @Override
    public int size() {
        return dataset.size();
    }

    @Override
    public ByteImage image(int index) {
        return ImageDecoder.decode(dataset.samples().get(index).path());
    }

    @Override
    public int label(int index) {
        return dataset.samples().get(index).label();
    }

    @Override
    public String name(int index) {
        return dataset.samples().get(index).path().toString();
    }
}
