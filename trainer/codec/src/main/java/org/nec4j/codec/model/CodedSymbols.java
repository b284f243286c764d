package org.nec4j.codec.model;

/**
 * The integers that stand for one embedding, what each costs under the integer tables, and where in the image that is.
 *
 * @param symbols   [dim, tokens] flattened
 * @param bits      of each symbol, [dim, tokens] flattened
 * @param sideBits  of each token's side information, [tokens]; zeros where the entropy model has none
 * @param tokenBits what lies at each token, [tokens]; sums to all bits and all side bits
 */
public record CodedSymbols(int[] symbols, double[] bits, double[] sideBits, double[] tokenBits) {
    /** Of a model whose symbols each belong to one token. */
    public CodedSymbols(int[] symbols, double[] bits, double[] sideBits) {
        this(symbols, bits, sideBits, sums(bits, sideBits));
    }

    private static double[] sums(double[] bits, double[] sideBits) {
        double[] sums = sideBits.clone();
        for (int i = 0; i < bits.length; i++) {
            sums[i % sums.length] += bits[i];
        }
        return sums;
    }
}
