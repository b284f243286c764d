package org.nec4j.gridded;

import java.util.List;
import java.util.SplittableRandom;

/** Lloyd's k-means, seeded as k-means++ (Arthur and Vassilvitskii 2007); a mean that loses all its points begins anew at the farthest one. */
final class KMeans {
    private KMeans() {}

    /** Means of the points, all of them different as far as there are so many points. */
    static float[][] of(List<float[]> points, int count, int rounds, long seed) {
        float[][] means = start(points, count, new SplittableRandom(seed));
        int[] chosen = new int[points.size()];
        for (int round = 0; round < rounds; round++) {
            boolean moved = false;
            for (int i = 0; i < chosen.length; i++) {
                int now = nearest(means, points.get(i));
                moved |= now != chosen[i] || round == 0;
                chosen[i] = now;
            }
            if (!moved) {
                break;
            }
            move(points, chosen, means);
        }
        return means;
    }

    private static float[][] start(List<float[]> points, int count, SplittableRandom random) {
        float[][] means = new float[count][];
        double[] distances = new double[points.size()];
        java.util.Arrays.fill(distances, Double.POSITIVE_INFINITY);
        int next = random.nextInt(points.size());
        for (int k = 0; k < count; k++) {
            means[k] = points.get(next).clone();
            double sum = 0;
            for (int i = 0; i < distances.length; i++) {
                distances[i] = Math.min(distances[i], distance(means[k], points.get(i), distances[i]));
                sum += distances[i];
            }
            double at = random.nextDouble() * sum;
            next = 0;
            while (next < distances.length - 1 && (at -= distances[next]) >= 0) {
                next++;
            }
        }
        return means;
    }

    private static void move(List<float[]> points, int[] chosen, float[][] means) {
        double[][] sums = new double[means.length][means[0].length];
        int[] counts = new int[means.length];
        for (int i = 0; i < chosen.length; i++) {
            float[] point = points.get(i);
            counts[chosen[i]]++;
            for (int d = 0; d < point.length; d++) {
                sums[chosen[i]][d] += point[d];
            }
        }
        for (int k = 0; k < means.length; k++) {
            if (counts[k] == 0) {
                means[k] = points.get(farthest(points, chosen, means)).clone();
                continue;
            }
            for (int d = 0; d < means[k].length; d++) {
                means[k][d] = (float) (sums[k][d] / counts[k]);
            }
        }
    }

    private static int farthest(List<float[]> points, int[] chosen, float[][] means) {
        int farthest = 0;
        double most = -1;
        for (int i = 0; i < chosen.length; i++) {
            double distance = distance(means[chosen[i]], points.get(i), Double.POSITIVE_INFINITY);
            if (distance > most) {
                most = distance;
                farthest = i;
            }
        }
        return farthest;
    }

    /** The nearest mean; the first of equals. */
    static int nearest(float[][] means, float[] point) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < means.length; k++) {
            double distance = distance(means[k], point, least);
            if (distance < least) {
                least = distance;
                nearest = k;
            }
        }
        return nearest;
    }

    /** The squared distance, or something above {@code enough} where it is above. */
    private static double distance(float[] mean, float[] point, double enough) {
        double sum = 0;
        for (int d = 0; d < point.length && sum < enough; d++) {
            double difference = mean[d] - point[d];
            sum += difference * difference;
        }
        return sum;
    }
}
