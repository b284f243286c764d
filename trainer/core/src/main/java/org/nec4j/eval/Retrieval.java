package org.nec4j.eval;

import java.util.Arrays;

/** Image retrieval by class: every query image ranks the gallery by cosine similarity; images of its own class are right. */
public final class Retrieval {
    private Retrieval() {}

    /**
     * Average precision at k of each query: the mean of precision(i) over the ranks i &lt;= k that hold a right image, counted
     * against min(k, right images in the gallery).
     */
    public static double[] averagePrecision(Embeddings queries, Embeddings gallery, Pooling pooling, int k) {
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

    /** Mean of {@link #averagePrecision} over the queries: mAP@k. */
    public static double meanAveragePrecision(Embeddings queries, Embeddings gallery, Pooling pooling, int k) {
        return Arrays.stream(averagePrecision(queries, gallery, pooling, k))
                .average()
                .orElse(0);
    }
}
