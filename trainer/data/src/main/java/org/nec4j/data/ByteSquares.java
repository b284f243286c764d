package org.nec4j.data;

import org.nec4j.codec.error.UserException;

/** Squares of 8-bit images. */
final class ByteSquares extends Squares {
    private final float[][] table;

    ByteSquares(ImageSource images, Transform transform, Normalization normalization) {
        super(images, transform, normalization);
        this.table = normalization.table();
    }

    @Override
    void write(int index, CounterRandom random, float[] out, int offset) {
        ByteImage image = images().picture(index);
        if (image.channels() != channels()) {
            throw new UserException(
                    images().name(index) + ": " + image.channels() + " channels, expected " + channels());
        }
        View view = view(index, image.width(), image.height(), random);
        Normalization.write(view.of(image), table, out, offset);
    }
}
