package org.nec4j.codec.model;

import java.util.Optional;
import org.nec4j.codec.entropy.CdfTables;

/**
 * What a layered codec consists of.
 *
 * @param mean     [T, dim], of the tokens at each place
 * @param height   of the grid
 * @param width    of the grid; T = height * width
 * @param lambda   what a bit is worth to an encoder, in squared steps
 * @param rounding what an encoder adds to a magnitude before it is cut off
 */
record LayeredParts(
        int height,
        int width,
        float[] mean,
        Optional<ClassToken> classToken,
        PooledCoefficients pooled,
        Optional<TokenLayer> tokens,
        Optional<ContextModel> context,
        Optional<ScalarPostFilter> filter,
        Centres centres,
        CdfTables tables,
        Rungs rungs,
        float lambda,
        float rounding) {
    int patches() {
        return height * width;
    }

    /** The place of the first patch token. */
    int first() {
        return classToken.isPresent() ? 1 : 0;
    }

    /** Tokens of an embedding. */
    int all() {
        return patches() + first();
    }

    /** How the token layer's coefficients lie about each other; empty where it has none. */
    ContextFeatures.Layout layout() {
        return tokens.map(layer -> layer.layout(height, width)).orElse(new ContextFeatures.Layout(0, new int[0][]));
    }
}
