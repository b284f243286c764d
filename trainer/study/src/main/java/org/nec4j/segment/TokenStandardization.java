package org.nec4j.segment;

import java.util.ArrayList;
import java.util.List;
import org.nec4j.data.ImageSize;
import org.nec4j.eval.Embeddings;

/**
 * Every channel of the tokens brought to mean 0 and variance 1 over the tokens that it was fitted on, the class token left out of the
 * count: what a batch norm without gain and bias comes to. A channel that does not vary is only shifted.
 */
record TokenStandardization(int first, double[] mean, double[] scale) {
    /** Of training tiles of this size, whose token 0 is a class token where they are one more than a grid of its aspect. */
    static TokenStandardization fit(Embeddings tiles, ImageSize size) {
        int dim = tiles.dim();
        int first = tiles.tokens() - SegmentationHead.grid(tiles.tokens(), size).cells();
        double tokens = (double) tiles.count() * (tiles.tokens() - first);
        double[] mean = new double[dim];
        double[] scale = new double[dim];
        for (float[] tile : tiles.values()) {
            for (int i = first * dim; i < tile.length; i++) {
                mean[i % dim] += tile[i] / tokens;
            }
        }
        for (float[] tile : tiles.values()) {
            for (int i = first * dim; i < tile.length; i++) {
                double away = tile[i] - mean[i % dim];
                scale[i % dim] += away * away / tokens;
            }
        }
        for (int d = 0; d < dim; d++) {
            scale[d] = scale[d] <= 1e-20 * (1 + mean[d] * mean[d]) ? 1 : Math.sqrt(scale[d]);
        }
        return new TokenStandardization(first, mean, scale);
    }

    /** The tiles with standardized tokens; a class token is standardized like the others. */
    Embeddings apply(Embeddings tiles) {
        int dim = tiles.dim();
        List<float[]> all = new ArrayList<>(tiles.count());
        for (float[] tile : tiles.values()) {
            float[] standardized = new float[tile.length];
            for (int i = 0; i < tile.length; i++) {
                standardized[i] = (float) ((tile[i] - mean[i % dim]) / scale[i % dim]);
            }
            all.add(standardized);
        }
        return tiles.withValues(all);
    }
}
