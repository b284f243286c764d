package org.nec4j.segment;

import java.util.ArrayList;
import java.util.List;
import org.nec4j.data.ImageSize;
import org.nec4j.data.PixelLabels;
import org.nec4j.eval.Cholesky;
import org.nec4j.eval.Embeddings;
import org.nec4j.vit.PatchGrid;

/**
 * A segmentation head in closed form, the same at every run: the share of each class in every one of 4 x 4 parts of a token's square is
 * regressed on the token and the mean of its neighbours above, below, left and right, all features standardized over the training tokens.
 * Minimizes, over n tokens, |Y - X W - b|² / n + penalty |W|², which is scikit-learn's {@code Ridge(alpha = penalty * n)}.
 */
public final class RidgeHead {
    private static final int PARTS = 4;

    private final PatchGrid grid;
    private final int dim;
    private final int classes;
    private final double[] mean; // [F], F = 2 D
    private final double[] scale; // [F]
    private final double[] weights; // [F, 16 K]
    private final double[] intercepts; // [16 K]

    private RidgeHead(
            PatchGrid grid, int dim, int classes, double[] mean, double[] scale, double[] weights, double[] b) {
        this.grid = grid;
        this.dim = dim;
        this.classes = classes;
        this.mean = mean;
        this.scale = scale;
        this.weights = weights;
        this.intercepts = b;
    }

    /**
     * Fits the head.
     *
     * @param tiles   embeddings: a grid of tokens, with or without a class token before it
     * @param tile    size of a tile
     * @param labels  class of every pixel of each tile, 255 where there is none, [H * W]; a part without a labelled pixel counts as the
     *     mean of all parts
     * @param classes K
     * @param penalty above 0
     */
    public static RidgeHead fit(Embeddings tiles, ImageSize tile, List<byte[]> labels, int classes, double penalty) {
        PatchGrid grid = SegmentationHead.grid(tiles.tokens(), tile);
        int dim = tiles.dim();
        int features = 2 * dim;
        int outputs = PARTS * PARTS * classes;
        double n = (double) tiles.count() * grid.cells();
        double[] mean = new double[features];
        double[] squares = new double[features];
        double[] x = new double[features];
        for (float[] values : tiles.values()) {
            for (int token = 0; token < grid.cells(); token++) {
                features(values, tiles.tokens(), grid, dim, token, x);
                for (int f = 0; f < features; f++) {
                    mean[f] += x[f] / n;
                    squares[f] += x[f] * x[f] / n;
                }
            }
        }
        double[] scale = new double[features];
        for (int f = 0; f < features; f++) {
            double variance = squares[f] - mean[f] * mean[f];
            scale[f] = variance <= 1e-12 * (1 + mean[f] * mean[f]) ? 1 : Math.sqrt(variance);
        }
        double[] y = new double[outputs];
        double[] intercepts = meanShares(labels, tile, grid, classes);
        double[][] moments = new double[features][];
        for (int f = 0; f < features; f++) {
            moments[f] = new double[f + 1];
        }
        double[] weights = new double[features * outputs];
        for (int i = 0; i < tiles.count(); i++) {
            double[] shares = shares(labels.get(i), tile, grid, classes, intercepts);
            for (int token = 0; token < grid.cells(); token++) {
                features(tiles.values().get(i), tiles.tokens(), grid, dim, token, x);
                for (int f = 0; f < features; f++) {
                    x[f] = (x[f] - mean[f]) / scale[f];
                }
                for (int o = 0; o < outputs; o++) {
                    y[o] = shares[token * outputs + o] - intercepts[o];
                }
                add(x, y, n, moments, weights);
            }
        }
        Cholesky factor = Cholesky.of(moments, penalty);
        factor.solve(weights, outputs);
        factor.solveTransposed(weights, outputs);
        return new RidgeHead(grid, dim, classes, mean, scale, weights, intercepts);
    }

    /** Adds a token's share to XᵀX / n, of which the lower triangle is kept, and to XᵀY / n. */
    private static void add(double[] x, double[] y, double n, double[][] moments, double[] products) {
        for (int f = 0; f < x.length; f++) {
            double value = x[f] / n;
            double[] row = moments[f];
            for (int g = 0; g <= f; g++) {
                row[g] += value * x[g];
            }
            for (int o = 0; o < y.length; o++) {
                products[f * y.length + o] += value * y[o];
            }
        }
    }

    /** Every class's share, as the head sees it, on a grid of four by four points a token, [16 * h * w, K] for each tile in order. */
    public List<float[]> scores(List<float[]> tiles) {
        int outputs = intercepts.length;
        double[] x = new double[2 * dim];
        double[] y = new double[outputs];
        List<float[]> scores = new ArrayList<>(tiles.size());
        for (float[] tile : tiles) {
            float[] all = new float[grid.cells() * outputs];
            for (int token = 0; token < grid.cells(); token++) {
                features(tile, tile.length / dim, grid, dim, token, x);
                System.arraycopy(intercepts, 0, y, 0, outputs);
                for (int f = 0; f < x.length; f++) {
                    double value = (x[f] - mean[f]) / scale[f];
                    for (int o = 0; o < outputs; o++) {
                        y[o] += value * weights[f * outputs + o];
                    }
                }
                for (int o = 0; o < outputs; o++) {
                    all[place(token, o / classes) * classes + o % classes] = (float) y[o];
                }
            }
            scores.add(all);
        }
        return scores;
    }

    /** Where a part of a token lies on the grid of all parts, row after row. */
    private int place(int token, int part) {
        int columns = grid.columns();
        int row = token / columns * PARTS + part / PARTS;
        return row * columns * PARTS + token % columns * PARTS + part % PARTS;
    }

    /** A token's numbers and the means of its neighbours', as many as it has. */
    private static void features(float[] tile, int tokens, PatchGrid grid, int dim, int token, double[] x) {
        int width = grid.columns();
        int first = (tokens - grid.cells()) * dim;
        int row = token / width;
        int column = token % width;
        boolean below = row < grid.rows() - 1;
        int neighbours = (row > 0 ? 1 : 0) + (below ? 1 : 0) + (column > 0 ? 1 : 0) + (column < width - 1 ? 1 : 0);
        for (int d = 0; d < dim; d++) {
            int at = first + token * dim + d;
            double sum = row > 0 ? tile[at - width * dim] : 0;
            sum += below ? tile[at + width * dim] : 0;
            sum += column > 0 ? tile[at - dim] : 0;
            sum += column < width - 1 ? tile[at + dim] : 0;
            x[d] = tile[at];
            x[dim + d] = neighbours == 0 ? 0 : sum / neighbours;
        }
    }

    /** The mean share of every class in every part of a token, [16 * K]. */
    private static double[] meanShares(List<byte[]> labels, ImageSize size, PatchGrid grid, int classes) {
        int outputs = PARTS * PARTS * classes;
        double[] sums = new double[outputs];
        double[] counts = new double[outputs];
        for (byte[] tile : labels) {
            double[] shares = shares(tile, size, grid, classes, null);
            for (int i = 0; i < shares.length; i++) {
                if (!Double.isNaN(shares[i])) {
                    sums[i % outputs] += shares[i];
                    counts[i % outputs]++;
                }
            }
        }
        for (int o = 0; o < outputs; o++) {
            sums[o] = counts[o] == 0 ? 0 : sums[o] / counts[o];
        }
        return sums;
    }

    /**
     * Shares of the classes among the labelled pixels of every part, [h * w, 16, K].
     *
     * @param otherwise what stands for parts without one, [16 * K]; null for numbers that are none
     */
    private static double[] shares(byte[] tile, ImageSize size, PatchGrid grid, int classes, double[] otherwise) {
        int width = size.columns();
        int down = grid.rows() * PARTS;
        int across = grid.columns() * PARTS;
        double[] shares = new double[down * across * classes];
        int[] counts = new int[down * across];
        for (int i = 0; i < tile.length; i++) {
            if (tile[i] != PixelLabels.IGNORED) {
                int row = i / width * down / size.rows();
                int column = i % width * across / width;
                int token = row / PARTS * grid.columns() + column / PARTS;
                int part = token * PARTS * PARTS + row % PARTS * PARTS + column % PARTS;
                counts[part]++;
                shares[part * classes + (tile[i] & 0xFF)]++;
            }
        }
        for (int i = 0; i < shares.length; i++) {
            int count = counts[i / classes];
            double unknown = otherwise == null ? Double.NaN : otherwise[i % (PARTS * PARTS * classes)];
            shares[i] = count == 0 ? unknown : shares[i] / count;
        }
        return shares;
    }
}
