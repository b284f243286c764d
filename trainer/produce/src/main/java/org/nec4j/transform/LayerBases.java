package org.nec4j.transform;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.nec4j.codec.error.UserException;

/**
 * The linear transforms of a layered codec: of the mean of an embedding's patch tokens, and of how they differ from it. Coefficients come out
 * in units of the embedding, divided by their scales.
 *
 * @param grid   of the patch tokens
 * @param mean   [patches, dim], of the training tokens at each place
 * @param pooled basis of the mean over the tokens, sqrt(patches) in its analysis and 1 / sqrt(patches) in its synthesis
 * @param tokens basis of the differences
 * @param order  [F], frequencies u * width + v in the order of the stream
 */
public record LayerBases(TokenGrid grid, float[] mean, Basis pooled, Basis tokens, int[] order) {
    /**
     * Axes.
     *
     * @param analysis  [K, dim]
     * @param synthesis [K, dim]
     * @param scales    of the coefficients: [K] of the pooled layer, [F, K] of the token layer
     */
    public record Basis(float[][] analysis, float[][] synthesis, float[] scales) {
        /** K. */
        public int components() {
            return analysis.length;
        }

        Basis first(int components, int frequencies) {
            float[] kept = new float[frequencies * components];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = scales[i / components * components() + i % components];
            }
            return new Basis(Arrays.copyOf(analysis, components), Arrays.copyOf(synthesis, components), kept);
        }
    }

    /** In closed form: Karhunen-Loeve transforms of the training embeddings' means, and of their tokens' differences from them. */
    public static LayerBases closedForm(List<float[]> embeddings, int dim, TokenGrid grid) {
        float[] mean = grid.meanOf(embeddings, dim);
        List<float[]> pooled = embeddings.stream().map(y -> grid.pooled(y, dim)).toList();
        List<float[]> differences = embeddings.parallelStream()
                .map(y -> grid.differences(y, mean, dim))
                .toList();
        int[] order = order(grid);
        double size = Math.sqrt(grid.patches());
        float[] ones = new float[Math.max(1, order.length) * dim];
        Arrays.fill(ones, 1);
        double[][] pooledAxes = Covariance.of(pooled, dim).axes().rows();
        double[][] tokenAxes = Covariance.of(differences, dim).axes().rows();
        return new LayerBases(
                grid,
                mean,
                new Basis(scaled(pooledAxes, size), scaled(pooledAxes, 1 / size), Arrays.copyOf(ones, dim)),
                new Basis(scaled(tokenAxes, 1), scaled(tokenAxes, 1), Arrays.copyOf(ones, order.length * dim)),
                order);
    }

    /** All frequencies of a grid but the constant one, by radius. */
    public static int[] order(TokenGrid grid) {
        double longer = Math.max(grid.height(), grid.width());
        return IntStream.range(1, grid.patches())
                .boxed()
                .sorted(Comparator.comparingDouble(frequency -> {
                    double u = frequency / grid.width() * longer / grid.height();
                    double v = frequency % grid.width() * longer / grid.width();
                    return Math.max(u, v) + 0.5 * Math.min(u, v) + 0.001 * u;
                }))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Numbers a token. */
    public int dim() {
        return mean.length / grid.patches();
    }

    /** The pooled layer's coefficients [K] of an embedding. */
    public float[] pooledCoefficients(float[] y) {
        float[] vector = grid.pooled(y, dim());
        float[] centre = new TokenGrid(grid.height(), grid.width(), false).pooled(mean, dim());
        float[] coefficients = new float[pooled.components()];
        for (int k = 0; k < coefficients.length; k++) {
            double sum = 0;
            for (int d = 0; d < vector.length; d++) {
                sum += ((double) vector[d] - centre[d]) * pooled.analysis()[k][d];
            }
            coefficients[k] = (float) (sum / pooled.scales()[k]);
        }
        return coefficients;
    }

    /** The token layer's coefficients [F, K] of an embedding. */
    public float[] tokenCoefficients(float[] y) {
        int dim = dim();
        float[] differences = grid.differences(y, mean, dim);
        int components = tokens.components();
        float[] coefficients = new float[order.length * components];
        double[] plane = new double[grid.patches()];
        for (int k = 0; k < components; k++) {
            for (int t = 0; t < plane.length; t++) {
                double sum = 0;
                for (int d = 0; d < dim; d++) {
                    sum += (double) differences[t * dim + d] * tokens.analysis()[k][d];
                }
                plane[t] = sum;
            }
            double[] frequencies = grid.cosine(plane);
            for (int place = 0; place < order.length; place++) {
                int at = place * components + k;
                coefficients[at] = (float) (frequencies[order[place]] / tokens.scales()[at]);
            }
        }
        return coefficients;
    }

    /** With so many of the token layer's axes, the first ones. */
    LayerBases withTokenAxes(int components) {
        return new LayerBases(grid, mean, pooled, tokens.first(components, order.length), order);
    }

    private static float[][] scaled(double[][] rows, double factor) {
        float[][] scaled = new float[rows.length][rows[0].length];
        for (int k = 0; k < rows.length; k++) {
            for (int d = 0; d < scaled[k].length; d++) {
                scaled[k][d] = (float) (factor * rows[k][d]);
            }
        }
        return scaled;
    }

    /** Refuses embeddings that are none of this grid. */
    static void check(List<float[]> embeddings, int dim, TokenGrid grid) {
        int tokens = embeddings.get(0).length / dim;
        if (tokens != grid.tokens()) {
            throw new UserException(tokens + " tokens are no grid of " + grid.height() + " x " + grid.width()
                    + (grid.classToken() ? " and a class token" : ""));
        }
    }
}
