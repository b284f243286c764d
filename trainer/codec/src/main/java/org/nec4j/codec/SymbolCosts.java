package org.nec4j.codec;

/**
 * What an embedding costs under a codec's integer tables, symbol by symbol: where its bytes go.
 *
 * @param tokens   number of tokens
 * @param dim      length of a token's vector
 * @param symbols  the integers that are coded, [dim, tokens] flattened
 * @param bits     of each of them, [dim, tokens] flattened
 * @param sideBits of each token's side information, [tokens]; zeros where the entropy model has none
 */
public record SymbolCosts(int tokens, int dim, int[] symbols, double[] bits, double[] sideBits) {
    public SymbolCosts {
        int count = Math.multiplyExact(tokens, dim);
        if (symbols.length != count || bits.length != count || sideBits.length != tokens) {
            throw new IllegalArgumentException(symbols.length + " symbols, " + bits.length + " costs and "
                    + sideBits.length + " costs of side information for [" + dim + ", " + tokens + "]");
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

    /** Bits of one token, its side information included. */
    public double ofToken(int token) {
        double sum = sideBits[token];
        for (int c = 0; c < dim; c++) {
            sum += bits[c * tokens + token];
        }
        return sum;
    }

    /** Bits of one channel over all tokens, without side information. */
    public double ofChannel(int channel) {
        double sum = 0;
        for (int t = 0; t < tokens; t++) {
            sum += bits[channel * tokens + t];
        }
        return sum;
    }
}
