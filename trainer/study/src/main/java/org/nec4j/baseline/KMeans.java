package org.nec4j.baseline;

import java.util.Random;

/** Lloyd's algorithm on points laid end to end. */
public final class KMeans {
    private KMeans() {}

    /** The centroids, [count * width]. A centroid that loses all its points moves to a random one. */
    public static float[] fit(float[] points, int width, int count, int iterations, long seed) {
        int n = points.length / width;
        Random random = new Random(seed);
        float[] centroids = new float[count * width];
        for (int c = 0; c < count; c++) {
            System.arraycopy(points, random.nextInt(n) * width, centroids, c * width, width);
        }
        for (int iteration = 0; iteration < iterations; iteration++) {
            double[] sums = new double[count * width];
            int[] members = new int[count];
            for (int i = 0; i < n; i++) {
                int c = nearest(points, i * width, centroids, width);
                members[c]++;
                for (int d = 0; d < width; d++) {
                    sums[c * width + d] += points[i * width + d];
                }
            }
            for (int c = 0; c < count; c++) {
                int lone = members[c] == 0 ? random.nextInt(n) : -1;
                for (int d = 0; d < width; d++) {
                    centroids[c * width + d] =
                            lone >= 0 ? points[lone * width + d] : (float) (sums[c * width + d] / members[c]);
                }
            }
        }
        return centroids;
    }

    /** Index of the centroid nearest to the point that begins at an offset, the lowest on a tie. */
    public static int nearest(float[] points, int offset, float[] centroids, int width) {
        int best = 0;
        float bestDistance = Float.POSITIVE_INFINITY;
        for (int c = 0, at = 0; at < centroids.length; c++) {
            float distance = 0;
            for (int d = 0; d < width; d++, at++) {
                float difference = points[offset + d] - centroids[at];
                distance += difference * difference;
            }
            if (distance < bestDistance) {
                bestDistance = distance;
                best = c;
            }
        }
        return best;
    }
}
