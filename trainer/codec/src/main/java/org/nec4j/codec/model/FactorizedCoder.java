package org.nec4j.codec.model;

import java.util.List;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.entropy.RansDecoder;
import org.nec4j.codec.entropy.RansEncoder;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;

/**
 * Coding under a factorized entropy bottleneck (Ballé et al., arXiv 1802.01436, appendix 6.1): one probability table a channel,
 * the same for all tokens; values are rounded around the channel's median.
 */
final class FactorizedCoder implements LatentCoder {
    static final String MODEL = "factorised";

    /** Payload is one stream of the compatible coder, symbols [dim, tokens]. */
    static final int KIND_COMPATIBLE = 0;

    private final float[] medians;
    private final CdfTables tables;

    FactorizedCoder(float[] medians, CdfTables tables) {
        if (medians.length != tables.rows()) {
            throw new UserException(medians.length + " medians need as many probability tables, not " + tables.rows());
        }
        for (int c = 0; c < medians.length; c++) {
            if (!Float.isFinite(medians[c])) {
                throw new UserException("the median of channel " + c + " is " + medians[c]);
            }
        }
        this.medians = medians.clone();
        this.tables = tables;
    }

    @Override
    public String model() {
        return MODEL;
    }

    @Override
    public int dim() {
        return medians.length;
    }

    @Override
    public int kind() {
        return KIND_COMPATIBLE;
    }

    @Override
    public byte[] encode(float[] y, int tokens) {
        return encodeSymbols(symbols(y, tokens), tokens);
    }

    @Override
    public byte[] payload(List<byte[]> streams) {
        return LatentCoder.single(streams);
    }

    @Override
    public float[] decode(byte[] payload, int kind, int tokens) {
        return values(decodeSymbols(payload, kind, tokens), tokens);
    }

    @Override
    public CodedSymbols costs(float[] y, int tokens) {
        return costs(symbols(y, tokens), tokens);
    }

    CodedSymbols costs(int[] symbols, int tokens) {
        double[] bits = new double[symbols.length];
        for (int i = 0; i < symbols.length; i++) {
            bits[i] = tables.bits(i / tokens, symbols[i]);
        }
        return new CodedSymbols(symbols, bits, new double[tokens]);
    }

    /** round(y - median), half to even, for y [tokens, dim]; the result is [dim, tokens], the order they are coded in. */
    int[] symbols(float[] y, int tokens) {
        int dim = dim();
        int[] symbols = new int[tokens * dim];
        for (int t = 0; t < tokens; t++) {
            for (int c = 0; c < dim; c++) {
                symbols[c * tokens + t] = Quantizer.symbol(y[t * dim + c], medians[c], t, c);
            }
        }
        return symbols;
    }

    /** symbol + median in float32: [dim, tokens] to [tokens, dim]. */
    float[] values(int[] symbols, int tokens) {
        int dim = dim();
        float[] y = new float[tokens * dim];
        for (int c = 0; c < dim; c++) {
            for (int t = 0; t < tokens; t++) {
                y[t * dim + c] = symbols[c * tokens + t] + medians[c];
            }
        }
        return y;
    }

    byte[] encodeSymbols(int[] symbols, int tokens) {
        return RansEncoder.encodeByRow(symbols, tokens, tables);
    }

    int[] decodeSymbols(byte[] payload, int kind, int tokens) {
        if (kind != KIND_COMPATIBLE) {
            throw new FormatException(
                    "a stream of kind " + kind + " does not belong to a codec with a factorized bottleneck", 0);
        }
        return RansDecoder.decodeByRow(payload, tokens, tables);
    }

    CdfTables tables() {
        return tables;
    }

    float[] medians() {
        return medians.clone();
    }
}
