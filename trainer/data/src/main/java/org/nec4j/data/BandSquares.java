package org.nec4j.data;

import org.nec4j.codec.error.UserException;

/** Squares of images of several bands; where nothing is known they show the band's mean, which is 0. */
final class BandSquares implements Squares {
    private final ImageSource images;
    private final Transform transform;
    private final Normalisation normalisation;

    BandSquares(ImageSource images, Transform transform, Normalisation normalisation) {
        this.images = images;
        this.transform = transform;
        this.normalisation = normalisation;
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public int label(int index) {
        return images.label(index);
    }

    @Override
    public int channels() {
        return normalisation.channels();
    }

    @Override
    public int side() {
        return transform.side();
    }

    @Override
    public void write(int index, CounterRandom random, float[] out, int offset) {
        if (!(images.image(index) instanceof BandImage image)) {
            throw new UserException(images.name(index)
                    + ": is read as an 8-bit picture (samples = rgb), where bands of numbers are expected");
        }
        if (image.bands() != channels()) {
            throw new UserException(images.name(index) + ": " + image.bands() + " bands, expected " + channels()
                    + "; choose bands, or give a mean and a standard deviation for each");
        }
        View view = transform.checkedView(image.width(), image.height(), random, images.name(index));
        int plane = image.width() * image.height();
        float[] normalised = new float[plane]; // [H, W]
        for (int c = 0; c < channels(); c++) {
            float mean = normalisation.mean()[c];
            float std = normalisation.std()[c];
            for (int i = 0; i < plane; i++) {
                float value = (image.samples()[c * plane + i] - mean) / std;
                if (Float.isInfinite(value)) {
                    throw new UserException(images.name(index) + ", band " + (c + 1)
                            + ": holds an infinite value, expected finite numbers or NaN where nothing is known");
                }
                normalised[i] = Float.isNaN(value) ? 0 : value;
            }
            view.of(normalised, 0, image.width(), out, offset + c * side() * side());
        }
    }
}
