package org.nec4j.codec;

/**
 * What an embedding costs under a codec's integer tables, symbol by symbol and token by token: where its bytes go.
 *
 * <p>Codecs that transform over the grid of patches code frequencies, whose places in {@code bits} are no places of the image. Each
 * one's bits are shared out among the tokens as the energy of its basis function is.
 *
 * @param tokens    number of tokens
 * @param dim       length of a token's vector
 * @param symbols   the integers that are coded, [dim, tokens] flattened
 * @param bits      of each of them, [dim, tokens] flattened
 * @param sideBits  of each token's side information, [tokens]; zeros where the entropy model has none
 * @param tokenBits what lies at each token, side information included, [tokens]; their sum is the sum of all bits
 */
public record SymbolCosts(int tokens, int dim, int[] symbols, double[] bits, double[] sideBits, double[] tokenBits) {
    public SymbolCosts {
        int count = Math.multiplyExact(tokens, dim);
        if (symbols.length != count
                || bits.length != count
                || sideBits.length != tokens
                || tokenBits.length != tokens) {
            throw new IllegalArgumentException(symbols.length + " symbols, " + bits.length + " costs, "
                    + sideBits.length + " costs of side information and " + tokenBits.length + " of tokens for [" + dim
                    + ", " + tokens + "]");
        }
    }

    /** All bits: what an ideal coder would spend. */
    public double total() {
        double sum = 0;
        for (double cost : bits) {
            sum += cost;
        }
        return sum + side();
    }

    /** Bits of the side information. */
    public double side() {
        double sum = 0;
        for (double cost : sideBits) {
            sum += cost;
        }
        return sum;
    }

    /** Bits that lie at one token, its side information included. */
    public double ofToken(int token) {
        return tokenBits[token];
    }

    /** Bits of one channel, or of one axis of a transform, over all tokens, without side information. */
    public double ofChannel(int channel) {
        double sum = 0;
        for (int t = 0; t < tokens; t++) {
            sum += bits[channel * tokens + t];
        }
        return sum;
    }
}
