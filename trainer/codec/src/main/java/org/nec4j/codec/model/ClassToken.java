package org.nec4j.codec.model;

/**
 * The class token of a layered codec, which no stream carries: a linear map of the pooled vector that was fitted to the training
 * embeddings, or their mean class token.
 *
 * @param weight [dim, dim]; none where the token is always {@code bias}
 * @param bias   [dim]
 */
record ClassToken(float[] weight, float[] bias) {
    double reach(double pooled) {
        return weight.length == 0 ? Reach.of(bias) : new ScalarLinear(weight, bias).reach(pooled);
    }

    /** Writes the token to the beginning of an embedding; sums are double, from the bias on. */
    void write(double[] pooled, float[] y) {
        for (int o = 0; o < bias.length; o++) {
            double sum = bias[o];
            if (weight.length > 0) {
                for (int i = 0; i < pooled.length; i++) {
                    sum += pooled[i] * weight[o * pooled.length + i];
                }
            }
            y[o] = (float) sum;
        }
    }
}
