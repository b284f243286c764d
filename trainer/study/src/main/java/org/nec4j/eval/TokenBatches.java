package org.nec4j.eval;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.CopyKernels;
import org.nec4j.nn.Scratch;

/**
 * The tokens of images as batches for a network, each channel shifted and scaled to mean 0 and variance 1 over all tokens of the
 * images that it was fitted on.
 *
 * @param firstToken the first token that is used: 1 leaves the cls token out
 * @param mean       [dim]
 * @param scale      [dim], what a channel is divided by
 * @param scratch    where batches lie
 * @param copies     the way into arrays
 */
record TokenBatches(int firstToken, float[] mean, float[] scale, Scratch scratch, CopyKernels copies) {
    static TokenBatches fit(Embeddings images, int firstToken, CopyKernels copies) {
        int dim = images.dim();
        double[] sum = new double[dim];
        double[] squares = new double[dim];
        for (float[] value : images.values()) {
            for (int i = firstToken * dim; i < value.length; i++) {
                sum[i % dim] += value[i];
                squares[i % dim] += (double) value[i] * value[i];
            }
        }
        double tokens = (double) images.count() * (images.tokens() - firstToken);
        float[] mean = new float[dim];
        float[] scale = new float[dim];
        for (int d = 0; d < dim; d++) {
            double average = sum[d] / tokens;
            double variance = squares[d] / tokens - average * average;
            mean[d] = (float) average;
            // A channel that does not vary is only shifted, as in scikit-learn's StandardScaler.
            scale[d] = variance <= 1e-12 * (1 + average * average) ? 1 : (float) Math.sqrt(variance);
        }
        return new TokenBatches(firstToken, mean, scale, new Scratch(), copies);
    }

    /** The images order[from] to order[from + count - 1] as [count, T, D], valid until the next call. */
    INDArray batch(Embeddings images, int[] order, int from, int count) {
        int dim = images.dim();
        int tokens = images.tokens() - firstToken;
        float[] all = new float[count * tokens * dim];
        int at = 0;
        for (int i = 0; i < count; i++) {
            float[] value = images.values().get(order[from + i]);
            for (int t = firstToken; t < images.tokens(); t++) {
                for (int d = 0; d < dim; d++) {
                    all[at++] = (value[t * dim + d] - mean[d]) / scale[d];
                }
            }
        }
        INDArray batch = scratch.get("tokens", count, tokens, dim);
        copies.into(batch, all);
        return batch;
    }
}
