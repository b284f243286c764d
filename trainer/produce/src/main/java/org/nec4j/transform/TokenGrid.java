package org.nec4j.transform;

import java.util.List;

/**
 * How an embedding's tokens lie: a grid of patches, row by row, behind a class token if there is one.
 *
 * @param height     rows
 * @param width      patches a row
 * @param classToken whether token 0 is a class token
 */
public record TokenGrid(int height, int width, boolean classToken) {
    /** Tokens of the grid. */
    public int patches() {
        return height * width;
    }

    /** All tokens of an embedding. */
    public int tokens() {
        return first() + patches();
    }

    /** The first patch's token. */
    int first() {
        return classToken ? 1 : 0;
    }

    /** The mean [patches, dim] of embeddings at each place. */
    float[] meanOf(List<float[]> embeddings, int dim) {
        double[] sums = new double[patches() * dim];
        for (float[] y : embeddings) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += y[first() * dim + i];
            }
        }
        float[] mean = new float[sums.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / embeddings.size());
        }
        return mean;
    }

    /** The mean [dim] over an embedding's patches. */
    public float[] pooled(float[] y, int dim) {
        double[] sums = new double[dim];
        for (int i = first() * dim; i < y.length; i++) {
            sums[i % dim] += y[i];
        }
        float[] pooled = new float[dim];
        for (int d = 0; d < dim; d++) {
            pooled[d] = (float) (sums[d] / patches());
        }
        return pooled;
    }

    /** An embedding's patches less the mean at their places and less what they then have in common: [patches, dim]. */
    float[] differences(float[] y, float[] mean, int dim) {
        double[] common = new double[dim];
        double[] centred = new double[mean.length];
        for (int i = 0; i < centred.length; i++) {
            centred[i] = (double) y[first() * dim + i] - mean[i];
            common[i % dim] += centred[i] / patches();
        }
        float[] differences = new float[centred.length];
        for (int i = 0; i < centred.length; i++) {
            differences[i] = (float) (centred[i] - common[i % dim]);
        }
        return differences;
    }

    /** The cosine transform of a plane [height, width] over both its sides. */
    double[] cosine(double[] plane) {
        double[][] vertical = Cosines.rows(height);
        double[][] horizontal = Cosines.rows(width);
        double[] half = new double[plane.length];
        for (int u = 0; u < height; u++) {
            for (int x = 0; x < width; x++) {
                for (int r = 0; r < height; r++) {
                    half[u * width + x] += vertical[u][r] * plane[r * width + x];
                }
            }
        }
        double[] frequencies = new double[plane.length];
        for (int u = 0; u < height; u++) {
            for (int v = 0; v < width; v++) {
                for (int x = 0; x < width; x++) {
                    frequencies[u * width + v] += half[u * width + x] * horizontal[v][x];
                }
            }
        }
        return frequencies;
    }
}
