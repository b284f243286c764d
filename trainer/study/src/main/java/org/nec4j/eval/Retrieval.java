package org.nec4j.eval;

import java.util.Arrays;

/**
 * Image retrieval by class: every test image ranks the train and val images by cosine similarity, and images of its own class are
 * right. Its score is mAP@k, the mean over the queries of their average precision at k: the mean of precision(i) over the ranks
 * i &lt;= k that hold a right image, counted against min(k, right images in the gallery).
 *
 * @param pooling how tokens become features
 * @param ranks   k
 * @param share   share of the gallery's images of each class that a seed draws
 */
public record Retrieval(Pooling pooling, int ranks, double share) implements Head {
    /** mAP@20 on the mean of the patch tokens, all images in the gallery. */
    public static Retrieval standard() {
        return new Retrieval(Pooling.PATCHES, 20, 1);
    }

    /** The same head with other pooling. */
    public Retrieval withPooling(Pooling other) {
        return new Retrieval(other, ranks, share);
    }

    /** The same head with another share of the gallery, drawn by the seed. */
    public Retrieval withShare(double other) {
        return new Retrieval(pooling, ranks, other);
    }

    @Override
    public String name() {
        return "retrieval";
    }

    @Override
    public String score() {
        return "mAP@" + ranks;
    }

    @Override
    public String seedMeaning() {
        return share == 1
                ? "nothing (no training)"
                : "which " + Math.round(100 * share) + " % of the train and val images are in the gallery";
    }

    @Override
    public int rounds() {
        return 1;
    }

    @Override
    public Answer answer(Splits splits, long seed, Runnable round) {
        Embeddings gallery = splits.train().and(splits.val()).stratifiedSample(share, seed);
        double[] precision = averagePrecision(splits.test(), gallery, pooling, Math.min(ranks, gallery.count()));
        round.run();
        return new Answer(precision, new int[0]);
    }

    /** Average precision at k of each query. */
    static double[] averagePrecision(Embeddings queries, Embeddings gallery, Pooling pooling, int k) {
        CosineRanking ranking = CosineRanking.of(pooling.pool(queries), pooling.pool(gallery), k);
        double[] precision = new double[queries.count()];
        for (int q = 0; q < precision.length; q++) {
            int label = queries.labels()[q];
            int right = 0;
            double sum = 0;
            for (int i = 0; i < k; i++) {
                if (gallery.labels()[ranking.neighbours()[q][i]] == label) {
                    right++;
                    sum += right / (i + 1.0);
                }
            }
            long possible = Math.min(
                    k, Arrays.stream(gallery.labels()).filter(l -> l == label).count());
            precision[q] = possible == 0 ? 0 : sum / possible;
        }
        return precision;
    }
}
