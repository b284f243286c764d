package org.nec4j.eval;

import java.util.stream.IntStream;

/** The nearest gallery rows of each query by cosine similarity, most similar first, the lower index on a tie. */
record CosineRanking(int[][] neighbours, double[][] similarities) {
    static CosineRanking of(double[][] queries, double[][] gallery, int k) {
        if (k < 1 || k > gallery.length) {
            throw new IllegalArgumentException(k + " neighbours wanted among " + gallery.length + " images");
        }
        double[][] units = IntStream.range(0, gallery.length)
                .mapToObj(i -> unit(gallery[i]))
                .toArray(double[][]::new);
        int[][] neighbours = new int[queries.length][k];
        double[][] similarities = new double[queries.length][k];
        IntStream.range(0, queries.length)
                .parallel()
                .forEach(q -> rank(unit(queries[q]), units, neighbours[q], similarities[q]));
        return new CosineRanking(neighbours, similarities);
    }

    private static void rank(double[] query, double[][] gallery, int[] neighbours, double[] similarities) {
        int k = neighbours.length;
        int held = 0;
        for (int g = 0; g < gallery.length; g++) {
            double similarity = 0;
            for (int d = 0; d < query.length; d++) {
                similarity += query[d] * gallery[g][d];
            }
            if (held == k && similarity <= similarities[k - 1]) {
                continue;
            }
            int at = held < k ? held++ : k - 1;
            while (at > 0 && similarities[at - 1] < similarity) {
                similarities[at] = similarities[at - 1];
                neighbours[at] = neighbours[at - 1];
                at--;
            }
            similarities[at] = similarity;
            neighbours[at] = g;
        }
    }

    /** The vector scaled to length 1; the zero vector stays, similar to nothing. */
    private static double[] unit(double[] vector) {
        double squares = 0;
        for (double v : vector) {
            squares += v * v;
        }
        double scale = squares == 0 ? 0 : 1 / Math.sqrt(squares);
        double[] unit = vector.clone();
        for (int d = 0; d < unit.length; d++) {
            unit[d] *= scale;
        }
        return unit;
    }
}
