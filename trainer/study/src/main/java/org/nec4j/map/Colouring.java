package org.nec4j.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.nec4j.baseline.KMeans;
import org.nec4j.transform.Covariance;

/** What embeddings are like, in a few numbers each: a cluster, and their place along the directions in which all differ most. */
final class Colouring {
    static final int MOST_CLUSTERS = 20;

    private static final int COMPONENTS = 3;
    private static final int ITERATIONS = 30;
    private static final int FITTED_ON = 20_000;
    private static final long SEED = 0;
    private static final double PERCENT = 100;

    /** Share of embeddings beyond which, at either end, all have the last colour. */
    private static final double TAIL = 0.02;

    private final int count;
    private final int[] cluster;
    private final List<double[]> components;
    private final List<Double> shares;

    private Colouring(int count, int[] cluster, List<double[]> components, List<Double> shares) {
        this.count = count;
        this.cluster = cluster;
        this.components = components;
        this.shares = shares;
    }

    /** Of vectors of length 1; k-means is fitted on 20,000 of them at most, the same ones every time. */
    static Colouring of(List<float[]> vectors, int clusters) {
        List<float[]> sample = sample(vectors);
        int dim = vectors.get(0).length;
        int count = Math.min(clusters, sample.size());
        float[] points = new float[sample.size() * dim];
        for (int i = 0; i < sample.size(); i++) {
            System.arraycopy(sample.get(i), 0, points, i * dim, dim);
        }
        float[] centroids = KMeans.fit(points, dim, count, ITERATIONS, SEED);
        int[] cluster = new int[vectors.size()];
        for (int i = 0; i < cluster.length; i++) {
            cluster[i] = KMeans.nearest(vectors.get(i), 0, centroids, dim);
        }
        Covariance covariance = Covariance.of(sample, dim);
        Covariance.Axes axes = covariance.axes();
        double all = 0;
        for (double variance : axes.variances()) {
            all += Math.max(0, variance);
        }
        List<double[]> components = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        for (int c = 0; c < Math.min(COMPONENTS, dim); c++) {
            double[] values = new double[vectors.size()];
            for (int i = 0; i < values.length; i++) {
                for (int d = 0; d < dim; d++) {
                    values[i] +=
                            axes.rows()[c][d] * (vectors.get(i)[d] - covariance.mean()[d]);
                }
            }
            components.add(between(values));
            shares.add(all == 0 ? 0 : Math.rint(PERCENT * Math.max(0, axes.variances()[c]) / all));
        }
        return new Colouring(count, cluster, components, shares);
    }

    private static List<float[]> sample(List<float[]> vectors) {
        if (vectors.size() <= FITTED_ON) {
            return vectors;
        }
        Random random = new Random(SEED);
        return random.ints(FITTED_ON, 0, vectors.size()).mapToObj(vectors::get).toList();
    }

    /** The values from 0 to 1, where most of them spread over all of that. */
    private static double[] between(double[] values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        double least = sorted[(int) (TAIL * (sorted.length - 1))];
        double most = sorted[(int) Math.ceil((1 - TAIL) * (sorted.length - 1))];
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            double share = most > least ? (values[i] - least) / (most - least) : 0.5;
            out[i] = Math.rint(1000 * Math.max(0, Math.min(1, share))) / 1000;
        }
        return out;
    }

    int clusters() {
        return count;
    }

    /** 0 to {@link #clusters()} - 1. */
    int cluster(int number) {
        return cluster[number];
    }

    /** The first principal components, 0 to 1 each. */
    List<Double> components(int number) {
        return components.stream().map(values -> values[number]).toList();
    }

    /** How many percent of all variance each of these has. */
    List<Double> shares() {
        return shares;
    }
}
