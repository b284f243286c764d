package org.nec4j.eval;

/**
 * Weighted k-nearest-neighbour vote on cosine similarity, as in self-supervised learning's usual protocol (Wu et al., CVPR
 * 2018): each of the k neighbours votes for its class with weight exp(similarity / temperature). Nothing is trained; train and
 * val images are the neighbours, all of them where they are fewer than k.
 *
 * @param pooling     how tokens become features
 * @param k           neighbours that vote
 * @param temperature of the votes
 * @param share       share of the neighbours of each class that a seed draws
 */
public record KNearestNeighbours(Pooling pooling, int k, double temperature, double share) implements Classifier {
    /** 20 neighbours at temperature 0.07 on the mean of the patch tokens, all training images. */
    public static KNearestNeighbours standard() {
        return new KNearestNeighbours(Pooling.PATCHES, 20, 0.07, 1);
    }

    /** The same head with other pooling. */
    public KNearestNeighbours withPooling(Pooling other) {
        return new KNearestNeighbours(other, k, temperature, share);
    }

    /** The same head with another share of the training images, drawn by the seed. */
    public KNearestNeighbours withShare(double other) {
        return new KNearestNeighbours(pooling, k, temperature, other);
    }

    @Override
    public String name() {
        return k + "-nn";
    }

    /** With the number of neighbours that there are, where they are fewer than k. */
    @Override
    public String name(Splits splits) {
        return Math.min(k, known(splits, 0).count()) + "-nn";
    }

    @Override
    public String seedMeaning() {
        return share == 1
                ? "nothing (no training)"
                : "which " + Math.round(100 * share) + " % of the training images are neighbours";
    }

    @Override
    public int rounds() {
        return 1;
    }

    @Override
    public int[] predict(Splits splits, long seed, Runnable round) {
        Embeddings known = known(splits, seed);
        int voters = Math.min(k, known.count());
        CosineRanking ranking = CosineRanking.of(pooling.pool(splits.test()), pooling.pool(known), voters);
        int[] predicted = new int[splits.test().count()];
        for (int i = 0; i < predicted.length; i++) {
            double[] votes = new double[splits.classes()];
            for (int n = 0; n < voters; n++) {
                int label = known.labels()[ranking.neighbours()[i][n]];
                votes[label] += Math.exp(ranking.similarities()[i][n] / temperature);
            }
            for (int c = 1; c < votes.length; c++) {
                if (votes[c] > votes[predicted[i]]) {
                    predicted[i] = c;
                }
            }
        }
        round.run();
        return predicted;
    }

    /** Those who may vote; as many with every seed. */
    private Embeddings known(Splits splits, long seed) {
        return splits.train().and(splits.val()).stratifiedSample(share, seed);
    }
}
