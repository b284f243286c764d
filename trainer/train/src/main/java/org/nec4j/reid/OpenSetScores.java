package org.nec4j.reid;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Open-set retrieval as Market-1501 scores it (Zheng et al., ICCV 2015): every query ranks the gallery by Euclidean distance of codes; of the
 * gallery all but junk counts, the query's identity seen by the query's camera, itself above all. Average precision is taken over the whole
 * ranking; CMC at k is the share of queries with a right image among the first k. Queries whose identity no other camera saw are left out.
 *
 * <p>Coarse codes lie equally far in crowds. Every order of those is taken as equally likely and scores are expectations over them (McSherry
 * and Najork, Computing Information Retrieval Performance Measures Efficiently in the Presence of Tied Scores, ECIR 2008), so that no order of files helps. Squared
 * distances are compared in float32: what differs by rounding alone is a tie.
 *
 * @param precision average precision of each query that counts, 0 to 1
 * @param hits      chance of a right image among the first {@link #RANKS}, [rank][query]
 * @param gallery   images that are ranked, junk included
 */
@SuppressWarnings("ArrayRecordComponent") // read, never changed
public record OpenSetScores(double[] precision, double[][] hits, int gallery) {
    /** Ranks at which CMC is told. */
    public static final List<Integer> RANKS = List.of(1, 5, 10);

    /** Ranks by the codes of all images of a set, in their order. */
    public static OpenSetScores of(ViewSet set, List<float[]> codes) {
        return of(set.identities(), set.cameras(), set.queries(), codes);
    }

    static OpenSetScores of(int[] identities, int[] cameras, int[] queries, List<float[]> codes) {
        double[][] each = IntStream.of(queries)
                .parallel()
                .mapToObj(query -> one(identities, cameras, query, codes))
                .filter(scores -> scores.length > 0)
                .toArray(double[][]::new);
        double[] precision =
                Arrays.stream(each).mapToDouble(scores -> scores[0]).toArray();
        double[][] hits = IntStream.range(0, RANKS.size())
                .mapToObj(r ->
                        Arrays.stream(each).mapToDouble(scores -> scores[1 + r]).toArray())
                .toArray(double[][]::new);
        return new OpenSetScores(precision, hits, codes.size());
    }

    /** Mean average precision. */
    public double meanAveragePrecision() {
        return mean(precision);
    }

    /** CMC at one of {@link #RANKS}. */
    public double cmc(int rank) {
        return mean(hits[RANKS.indexOf(rank)]);
    }

    /** Queries that count. */
    public int queries() {
        return precision.length;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** A query's average precision and its chances at the ranks; nothing where there is no right image. */
    private static double[] one(int[] identities, int[] cameras, int query, List<float[]> codes) {
        long[] ranked = ranked(identities, cameras, query, codes);
        int right = 0;
        for (long entry : ranked) {
            right += isRight(identities, query, entry);
        }
        if (right == 0) {
            return new double[0];
        }
        double[] scores = new double[1 + RANKS.size()];
        int found = 0;
        int end;
        for (int from = 0; from < ranked.length && found < right; from = end) {
            int inCrowd = 0;
            for (end = from;
                    end < ranked.length && ranked[end] >>> Integer.SIZE == ranked[from] >>> Integer.SIZE;
                    end++) {
                inCrowd += isRight(identities, query, ranked[end]);
            }
            scores[0] += precision(from, end - from, found, inCrowd) / right;
            if (found == 0 && inCrowd > 0) {
                for (int r = 0; r < RANKS.size(); r++) {
                    scores[1 + r] = chance(RANKS.get(r) - from, end - from, inCrowd);
                }
            }
            found += inCrowd;
        }
        return scores;
    }

    /** The gallery without junk, nearest first: bits of the squared distance, which order as the numbers do, above the place. */
    private static long[] ranked(int[] identities, int[] cameras, int query, List<float[]> codes) {
        float[] asking = codes.get(query);
        return IntStream.range(0, codes.size())
                .filter(i -> identities[i] != identities[query] || cameras[i] != cameras[query])
                .mapToLong(i -> (long) Float.floatToIntBits((float) squares(asking, codes.get(i))) << Integer.SIZE | i)
                .sorted()
                .toArray();
    }

    private static double squares(float[] one, float[] other) {
        double sum = 0;
        for (int d = 0; d < one.length; d++) {
            double difference = (double) one[d] - other[d];
            sum += difference * difference;
        }
        return sum;
    }

    private static int isRight(int[] identities, int query, long entry) {
        return identities[(int) entry] == identities[query] ? 1 : 0;
    }

    /** Expected sum of precisions at the right ones of a crowd of n with r of them right, behind so many ranks with so many right. */
    private static double precision(int before, int n, int found, int r) {
        double sum = 0;
        for (int k = 1; k <= n && r > 0; k++) {
            double others = n == 1 ? 0 : (k - 1.0) * (r - 1) / (n - 1);
            sum += (double) r / n * (found + others + 1) / (before + k);
        }
        return sum;
    }

    /** Chance that of the first places of a crowd of n with r of them right one is right. */
    private static double chance(int places, int n, int r) {
        double none = 1;
        for (int i = 0; i < Math.min(places, n); i++) {
            none *= Math.max(0, n - r - i) / (double) (n - i);
        }
        return 1 - none;
    }
}
