package org.nec4j.data;

import java.util.function.IntFunction;
import org.nec4j.codec.UserException;

/**
 * Batches by random access: batch {@code step} is a pure function of the source, the settings and the seed.
 *
 * <p>For training, every epoch visits the images in an order of its own, which is a permutation drawn from (seed, epoch), and leaves
 * out the images that do not fill a last batch; the crop of an image is drawn from (seed, epoch, index). For evaluation the images
 * come in their order, every one once, the last batch being as small as it must. Safe to use from several threads.
 */
public final class Batches {
    private final ImageSource images;
    private final Transform transform;
    private final float[][] table;
    private final int batch;
    private final boolean training;
    private final RandomStreams streams;
    private volatile Order order = new Order(-1, new int[0]);

    private record Order(long epoch, int[] permutation) {}

    private Batches(
            ImageSource images,
            Transform transform,
            Normalisation normalisation,
            int batch,
            boolean training,
            long seed) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch of " + batch + " images");
        }
        this.images = images;
        this.transform = transform;
        this.table = normalisation.table();
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
            ImageSource images, Transform transform, Normalisation normalisation, int batch, long seed) {
        if (images.size() < batch) {
            throw new UserException("a batch of " + batch + " images cannot be drawn from " + images.size()
                    + " training images; lower the batch size or add images");
        }
        return new Batches(images, transform, normalisation, batch, true, seed);
    }

    /** Every image once, in order. */
    public static Batches evaluation(ImageSource images, Transform transform, Normalisation normalisation, int batch) {
        return new Batches(images, transform, normalisation, batch, false, 0);
    }

    /** Number of batches in an epoch. */
    public int perEpoch() {
        return training ? images.size() / batch : (images.size() + batch - 1) / batch;
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
        int size = Math.min(batch, images.size() - first);
        int channels = table.length;
        int side = transform.side();
        int imageLength = channels * side * side;
        float[] out = pixels.apply(Math.multiplyExact(size, imageLength)); // [B, C, S, S]
        int[] labels = new int[size];
        int[] index = new int[size];
        for (int b = 0; b < size; b++) {
            index[b] = training ? permutation(epoch)[first + b] : first + b;
            labels[b] = images.label(index[b]);
            Normalisation.write(square(epoch, index[b]), table, out, b * imageLength);
        }
        return new Batch(step, channels, side, out, labels, index);
    }

    private ByteImage square(long epoch, int index) {
        ByteImage image = images.image(index);
        int side = transform.side();
        if (image.channels() != table.length) {
            throw new UserException(
                    images.name(index) + ": " + image.channels() + " channels, expected " + table.length);
        }
        if (Math.min(image.width(), image.height()) < side && !transform.enlarge()) {
            throw new UserException(images.name(index) + ": " + image.width() + "x" + image.height()
                    + " pixels, smaller than the crop of " + side + "; choose a smaller image size or allow enlarging");
        }
        return transform
                .view(image.width(), image.height(), streams.augmentation(epoch, index))
                .of(image);
    }

    private int[] permutation(long epoch) {
        Order current = order;
        if (current.epoch != epoch) {
            current = new Order(epoch, streams.order(epoch).permutation(images.size()));
            order = current;
        }
        return current.permutation;
    }
}
