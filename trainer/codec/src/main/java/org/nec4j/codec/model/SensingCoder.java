package org.nec4j.codec.model;

import java.util.Arrays;
import java.util.List;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;

/**
 * Measurements of an image's blocks, a byte each ({@link EightBits}): a token is a block, from the top left, row after row, and has m numbers.
 * Nothing is entropy-coded: who senses has no more to do than measure and round.
 */
public final class SensingCoder implements LatentCoder {
    /** The model's name in a codec file. */
    public static final String MODEL = "sensing";

    /** Payload is a byte a measurement, block after block. */
    static final int KIND = 4;

    private final EightBits bits;
    private final int down;
    private final int across;

    SensingCoder(EightBits bits, int down, int across) {
        if (down < 1 || across < 1 || (long) down * across > MAX_TOKENS) {
            throw new UserException(
                    "an image of " + down + " x " + across + " blocks is none; there are 1 to " + MAX_TOKENS);
        }
        this.bits = bits;
        this.down = down;
        this.across = across;
    }

    /** The quantizer. */
    public EightBits bits() {
        return bits;
    }

    /** Rows of blocks. */
    public int down() {
        return down;
    }

    /** Blocks of a row. */
    public int across() {
        return across;
    }

    @Override
    public String model() {
        return MODEL;
    }

    @Override
    public int dim() {
        return bits.measurements();
    }

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public byte[] encode(float[] y, int tokens) {
        requireAll(tokens);
        Quantizer.checkRange(y, dim());
        byte[] bytes = new byte[y.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bits.symbol(y[i], i % dim());
        }
        return bytes;
    }

    private void requireAll(int tokens) {
        if (tokens != down * across) {
            throw new UserException("this codec codes " + down + " x " + across + " blocks, not " + tokens);
        }
    }

    @Override
    public byte[] payload(List<byte[]> streams) {
        return LatentCoder.single(streams);
    }

    @Override
    public CodedSymbols costs(float[] y, int tokens) {
        byte[] bytes = encode(y, tokens);
        int[] symbols = new int[bytes.length];
        for (int t = 0; t < tokens; t++) {
            for (int k = 0; k < dim(); k++) {
                symbols[k * tokens + t] = bytes[t * dim() + k];
            }
        }
        double[] costs = new double[symbols.length];
        Arrays.fill(costs, Byte.SIZE);
        return new CodedSymbols(symbols, costs, new double[tokens]);
    }

    @Override
    public float[] decode(byte[] payload, int kind, int tokens) {
        if (kind != KIND) {
            throw new FormatException("a stream of kind " + kind + " does not belong to a sensing codec", 0);
        }
        if (tokens != down * across) {
            throw new FormatException(
                    "a stream of " + tokens + " blocks does not belong to a codec of " + down + " x " + across, 0);
        }
        if (payload.length != tokens * dim()) {
            throw new FormatException(
                    payload.length + " bytes are not the " + dim() + " measurements of " + tokens + " blocks",
                    Math.min(payload.length, tokens * dim()));
        }
        float[] y = new float[payload.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = bits.value(payload[i], i % dim());
        }
        return y;
    }
}
