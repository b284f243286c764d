package org.nec4j.data;

import org.nec4j.codec.error.UserException;

/** Squares of images of several bands; where nothing is known they show the band's mean, which is 0. */
final class BandSquares extends Squares {
    private final Normalization normalization;

    BandSquares(ImageSource images, Transform transform, Normalization normalization) {
        super(images, transform, normalization);
        this.normalization = normalization;
    }

    @Override
    void write(int index, CounterRandom random, float[] out, int offset) {
        if (!(images().image(index) instanceof BandImage image)) {
            throw new UserException(images().name(index)
                    + ": is read as an 8-bit picture (samples = rgb), where bands of numbers are expected");
        }
        if (image.bands() != channels()) {
            throw new UserException(images().name(index) + ": " + image.bands() + " bands, expected " + channels()
                    + "; choose bands, or give a mean and a standard deviation for each");
        }
        View view = view(index, image.width(), image.height(), random);
        int plane = image.width() * image.height();
        float[] normalized = new float[plane]; // [H, W]
        for (int c = 0; c < channels(); c++) {
            float mean = normalization.mean()[c];
            float std = normalization.std()[c];
            for (int i = 0; i < plane; i++) {
                float value = (image.samples()[c * plane + i] - mean) / std;
                if (Float.isInfinite(value)) {
                    throw new UserException(images().name(index) + ", band " + (c + 1)
                            + ": holds an infinite value, expected finite numbers or NaN where nothing is known");
                }
                normalized[i] = Float.isNaN(value) ? 0 : value;
            }
            view.of(normalized, 0, image.width(), out, offset + c * seen().pixels());
        }
    }
}
