package org.nec4j.eval;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.nd4j.linalg.schedule.ISchedule;
import org.nec4j.backend.Backend;
import org.nec4j.data.Shuffle;
import org.nec4j.nn.LayerContext;

/**
 * The paper's head for scenes (arXiv 2403.17886): attention pooling by one learnt query with a linear classifier behind it,
 * trained by AdamW on the tokens of train and val images, cls left out. Augmentation is not possible on cached embeddings, so that
 * it trains for fewer epochs than the paper's 400. Tokens are standardized a channel, which the pool's projections could absorb.
 *
 * @param tokens       which tokens it sees: {@link Pooling#PATCHES} or {@link Pooling#ALL}
 * @param epochs       times that every image is seen
 * @param batch        images a step
 * @param learningRate reached after the first epoch; behind it the rate falls in a line to 0
 * @param decay        decoupled weight decay
 * @param share        share of the train and val images of each class that a seed draws
 */
public record AttentionHead(Pooling tokens, int epochs, int batch, double learningRate, double decay, double share)
        implements Classifier {
    private static final int TEST_BATCH = 64;

    public AttentionHead {
        if (tokens != Pooling.PATCHES && tokens != Pooling.ALL) {
            throw new IllegalArgumentException("attention pools tokens, not " + tokens);
        }
    }

    /** The head of the experiments; on the val images of RSSCN7 thirty epochs are no better than its ten. */
    public static AttentionHead standard() {
        return new AttentionHead(Pooling.PATCHES, 10, 64, 1e-3, 0.05, 1);
    }

    /** The same head on other tokens. */
    public AttentionHead withPooling(Pooling other) {
        return new AttentionHead(other, epochs, batch, learningRate, decay, share);
    }

    /** The same head that learns from another share of the training images, drawn by the seed. */
    public AttentionHead withShare(double other) {
        return new AttentionHead(tokens, epochs, batch, learningRate, decay, other);
    }

    @Override
    public String name() {
        return "attention";
    }

    @Override
    public String seedMeaning() {
        return "first weights, order of the images and which " + Math.round(100 * share)
                + " % of the training images it learns from";
    }

    @Override
    public int rounds() {
        return epochs;
    }

    @Override
    public int[] predict(Splits splits, long seed, Runnable round) {
        Embeddings known = splits.train().and(splits.val()).stratifiedSample(share, seed);
        LayerContext context = LayerContext.of(Backend.kernels());
        TokenBatches batches =
                TokenBatches.fit(known, tokens.firstToken(), context.kernels().copies());
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = IntStream.range(0, known.count()).toArray();
        Epochs all = new Epochs(known.count(), batch, epoch -> {
            Shuffle.inPlace(order, random); // goes on from the last epoch's
            return order;
        });
        int steps = all.steps();
        ISchedule course = new LinearDecay(learningRate, steps, epochs * steps);
        AttentionNetwork network = new AttentionNetwork(known.dim(), splits.classes(), course, decay, seed, context);
        all.take(epochs * steps, (step, chosen) -> {
            int[] labels = IntStream.of(chosen).map(i -> known.labels()[i]).toArray();
            network.step(labels, batches.batch(known, chosen, 0, chosen.length));
            if ((step + 1) % steps == 0) {
                round.run();
            }
        });
        return predict(network, batches, splits.test());
    }

    private static int[] predict(AttentionNetwork network, TokenBatches batches, Embeddings test) {
        int[] order = IntStream.range(0, test.count()).toArray();
        int[] predicted = new int[test.count()];
        for (int from = 0; from < predicted.length; from += TEST_BATCH) {
            int count = Math.min(TEST_BATCH, predicted.length - from);
            int[] best = network.predict(batches.batch(test, order, from, count));
            System.arraycopy(best, 0, predicted, from, count);
        }
        return predicted;
    }
}
