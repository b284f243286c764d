package org.nec4j.data;

import java.util.function.IntFunction;
import org.nec4j.codec.error.UserException;

/**
 * Batches by random access: batch {@code step} is a pure function of the source, the settings and the seed.
 *
 * <p>For training, every epoch visits the images in an order of its own, which is a permutation drawn from (seed, epoch), and leaves
 * out the images that do not fill a last batch; the crop of an image is drawn from (seed, epoch, index). For evaluation the images
 * come in their order, every one once, the last batch being as small as it must. Safe to use from several threads.
 */
public final class Batches {
    private final Squares squares;
    private final int batch;
    private final boolean training;
    private final RandomStreams streams;
    private volatile Order order = new Order(-1, new int[0]);

    private record Order(long epoch, int[] permutation) {}

    private Batches(Squares squares, int batch, boolean training, long seed) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch of " + batch + " images");
        }
        if (training && squares.size() < batch) {
            throw new UserException("a batch of " + batch + " images cannot be drawn from " + squares.size()
                    + " training images; lower the batch size or add images");
        }
        this.squares = squares;
        this.batch = batch;
        this.training = training;
        this.streams = new RandomStreams(seed);
    }

    /**
     * Batches to train on, epoch after epoch.
     *
     * @throws UserException if the source has fewer images than one batch
     */
    public static Batches training(
            ImageSource images, Transform transform, Normalization normalization, int batch, long seed) {
        return new Batches(squares(images, transform, normalization), batch, true, seed);
    }

    /** As {@link #training}, for whoever knows the images of the places already: no image is looked at, pixels are 0. */
    public static Batches ofPlaces(
            ImageSource images, Transform transform, Normalization normalization, int batch, long seed) {
        return new Batches(new Places(images, transform, normalization), batch, true, seed);
    }

    /** Squares that nobody looks at. */
    private static final class Places extends Squares {
        Places(ImageSource images, Transform transform, Normalization normalization) {
            super(images, transform, normalization);
        }

        @Override
        void write(int index, CounterRandom random, float[] out, int offset) {
            // There is nothing to write.
        }
    }

    /** Every image once, in order. */
    public static Batches evaluation(ImageSource images, Transform transform, Normalization normalization, int batch) {
        return new Batches(squares(images, transform, normalization), batch, false, 0);
    }

    private static Squares squares(ImageSource images, Transform transform, Normalization normalization) {
        return switch (normalization.scale()) {
            case EIGHT_BIT -> new ByteSquares(images, transform, normalization);
            case AS_STORED -> new BandSquares(images, transform, normalization);
        };
    }

    /** Images a batch. */
    public int size() {
        return batch;
    }

    /** Number of batches in an epoch. */
    public int perEpoch() {
        return training ? squares.size() / batch : (squares.size() + batch - 1) / batch;
    }

    /** A new batch. */
    public Batch batch(long step) {
        return batch(step, float[]::new);
    }

    /**
     * A batch whose pixels are put into an array that the caller provides.
     *
     * @param pixels gives an array of exactly the length asked for
     */
    Batch batch(long step, IntFunction<float[]> pixels) {
        long epoch = step / perEpoch();
        int first = (int) (step % perEpoch()) * batch;
        int size = Math.min(batch, squares.size() - first);
        int channels = squares.channels();
        ImageSize seen = squares.seen();
        int imageLength = Math.multiplyExact(channels, seen.pixels());
        float[] out = pixels.apply(Math.multiplyExact(size, imageLength)); // [B, C, H, W]
        int[] labels = new int[size];
        int[] index = new int[size];
        for (int b = 0; b < size; b++) {
            index[b] = training ? permutation(epoch)[first + b] : first + b;
            labels[b] = squares.label(index[b]);
            squares.write(index[b], streams.augmentation(epoch, index[b]), out, b * imageLength);
        }
        return new Batch(step, channels, seen, out, labels, index);
    }

    private int[] permutation(long epoch) {
        Order current = order;
        if (current.epoch != epoch) {
            current = new Order(epoch, streams.order(epoch).permutation(squares.size()));
            order = current;
        }
        return current.permutation;
    }
}
