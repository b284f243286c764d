package org.nec4j.data;

import org.nec4j.codec.error.UserException;

/** Squares of 8-bit images. */
final class ByteSquares implements Squares {
    private final ImageSource images;
    private final Transform transform;
    private final float[][] table;

    ByteSquares(ImageSource images, Transform transform, Normalisation normalisation) {
        this.images = images;
        this.transform = transform;
        this.table = normalisation.table();
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
        return table.length;
    }

    @Override
    public int side() {
        return transform.side();
    }

    @Override
    public void write(int index, CounterRandom random, float[] out, int offset) {
        ByteImage image = images.picture(index);
        if (image.channels() != table.length) {
            throw new UserException(
                    images.name(index) + ": " + image.channels() + " channels, expected " + table.length);
        }
        View view = transform.checkedView(image.width(), image.height(), random, images.name(index));
        Normalisation.write(view.of(image), table, out, offset);
    }
}
