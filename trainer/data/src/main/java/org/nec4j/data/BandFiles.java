package org.nec4j.data;

/**
 * The images of a data set as bands, decoded each time they are asked for.
 *
 * @param dataset the samples; indices count them in their order
 * @param choice which bands
 */
public record BandFiles(Dataset dataset, BandChoice choice) implements ImageSource {
    @Override
    public int size() {
        return dataset.size();
    }

    @Override
    public BandImage image(int index) {
        return choice.of(BandDecoder.decode(dataset.samples().get(index).path(), choice.order()), name(index));
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
