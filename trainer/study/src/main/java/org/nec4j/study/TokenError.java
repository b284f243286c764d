package org.nec4j.study;

import org.nec4j.eval.Embeddings;

/** How far an encoder's tokens are from another's: mean square of what they are off by, over the variance of the other's. */
final class TokenError {
    private TokenError() {}

    static double of(Embeddings wanted, Embeddings given) {
        int dim = wanted.dim();
        double[] sums = new double[dim];
        double squares = 0;
        double off = 0;
        long tokens = 0;
        for (int i = 0; i < wanted.count(); i++) {
            float[] a = wanted.values().get(i);
            float[] b = given.values().get(i);
            for (int j = 0; j < a.length; j++) {
                sums[j % dim] += a[j];
                squares += (double) a[j] * a[j];
                off += ((double) a[j] - b[j]) * ((double) a[j] - b[j]);
            }
            tokens += a.length / dim;
        }
        double variance = squares;
        for (double sum : sums) {
            variance -= sum * sum / tokens;
        }
        return off / variance;
    }
}
