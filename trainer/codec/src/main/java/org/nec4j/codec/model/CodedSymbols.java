package org.nec4j.codec.model;

/**
 * The integers that stand for one embedding, and what each costs under the integer tables.
 *
 * @param symbols  [dim, tokens] flattened
 * @param bits     of each symbol, [dim, tokens] flattened
 * @param sideBits of each token's side information, [tokens]; zeros where the entropy model has none
 */
public record CodedSymbols(int[] symbols, double[] bits, double[] sideBits) {}
