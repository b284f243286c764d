package org.nec4j.export;

import org.nec4j.data.ByteImage;
import org.nec4j.data.ImageSize;

/**
 * A model's input, or what its decoder takes for it, as a picture for people.
 *
 * <p>An 8-bit picture comes back as it was. Bands of numbers have no colours of their own, so the first three that the model takes are
 * shown as red, green and blue, the order of {@code bands} in a data set's description deciding which they are; of two bands the second
 * is shown as green and as blue, and a single one is grey. Two standard deviations below a band's mean are black, two above are full.
 */
public final class InputPicture {
    private static final int COLOURS = 3;
    private static final double DEVIATIONS = 2;

    private InputPicture() {}

    /**
     * The picture of normalized samples.
     *
     * @param input [C, H, W], as {@link Preprocessing#input} gives it
     */
    public static ByteImage of(Preprocessing preprocessing, float[] input) {
        ImageSize size = preprocessing.size();
        int plane = size.pixels();
        boolean isBands = preprocessing.bands().isPresent();
        float[] mean = preprocessing.normalization().mean();
        float[] std = preprocessing.normalization().std();
        byte[] samples = new byte[plane * COLOURS]; // [H, W, 3]
        for (int colour = 0; colour < COLOURS; colour++) {
            int c = Math.min(colour, mean.length - 1);
            for (int i = 0; i < plane; i++) {
                double z = input[c * plane + i];
                double value = isBands ? (z + DEVIATIONS) / (2 * DEVIATIONS) : z * std[c] + mean[c];
                samples[i * COLOURS + colour] = (byte) Math.round(255 * Math.max(0, Math.min(1, value)));
            }
        }
        return new ByteImage(size.columns(), size.rows(), COLOURS, samples);
    }
}
