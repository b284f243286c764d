package org.nec4j.data;

/**
 * The images of a data set as bands, decoded each time they are asked for.
 *
 * @param dataset the samples; indices count them in their order
 * @param choice which bands
 */
public record BandFiles(Dataset dataset, BandChoice choice) implements ImageSource {
    /**
     * The images of a data set. Where nothing says which axis of an array holds the bands, the header of the first NumPy array is read:
     * arrays of a set are alike, and that nobody can tell shows before all of them are looked at.
     *
     * @throws org.nec4j.codec.error.UserException where the array is ambiguous
     */
    public static BandFiles of(Dataset dataset, BandChoice choice) {
        if (choice.order().isEmpty()) {
            dataset.samples().stream()
                    .map(Sample::path)
                    .filter(file -> file.toString().endsWith(".npy"))
                    .findFirst()
                    .ifPresent(NpyArray::requireOrder);
        }
        return new BandFiles(dataset, choice);
    }

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
