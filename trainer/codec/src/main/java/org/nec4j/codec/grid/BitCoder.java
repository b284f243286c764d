package org.nec4j.codec.grid;

import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.entropy.RangeDecoder;
import org.nec4j.codec.entropy.RangeEncoder;
import org.nec4j.codec.error.FormatException;

/**
 * Codes bits with what was coded before, each under a context that counts its zeros and ones: the probability of a one is (n1 + .4) / (n + .8), in
 * 1024ths, so that whole numbers decide and every machine agrees. One class for both directions, so that neither can drift from the other.
 */
final class BitCoder {
    private static final int PARTS = 1024;
    /** Counts are halved beyond, so that what lies far back weighs less. */
    private static final int MOST = 1000;

    private static final CdfTables TABLES = tables();

    private final RangeEncoder encoder;
    private final RangeDecoder decoder;

    private BitCoder(RangeEncoder encoder, RangeDecoder decoder) {
        this.encoder = encoder;
        this.decoder = decoder;
    }

    static BitCoder writing() {
        return new BitCoder(new RangeEncoder(TABLES), null);
    }

    static BitCoder reading(byte[] stream) {
        return new BitCoder(null, new RangeDecoder(stream, TABLES));
    }

    boolean isWriting() {
        return encoder != null;
    }

    /** Counts of zeros and ones of some contexts. */
    static final class Contexts {
        private final int[] counts;

        Contexts(int size) {
            counts = new int[2 * size];
        }

        /** Begins a context with counts. */
        void prior(int context, int zeros, int ones) {
            counts[2 * context] = zeros;
            counts[2 * context + 1] = ones;
        }

        private int row(int context) {
            int ones = counts[2 * context + 1];
            int all = ones + counts[2 * context];
            int part = (5 * ones + 2) * PARTS / (5 * all + 4);
            return Math.max(1, Math.min(PARTS - 1, part)) - 1;
        }

        private void count(int context, int bit) {
            counts[2 * context + bit]++;
            if (counts[2 * context] + counts[2 * context + 1] > MOST) {
                counts[2 * context] >>= 1;
                counts[2 * context + 1] >>= 1;
            }
        }
    }

    /** Codes a bit; the given one is what is written, the result what it is. */
    int bit(int given, Contexts contexts, int context) {
        int row = contexts.row(context);
        int bit = given;
        if (isWriting()) {
            encoder.put(bit, row);
        } else {
            bit = decoder.take(row);
            if (bit != 0 && bit != 1) {
                throw new FormatException("a coded bit is none", decoder.position());
            }
        }
        contexts.count(context, bit);
        return bit;
    }

    /** Codes a number of so many bits, the highest first, under contexts that form a tree of 2^bits nodes. */
    int tree(int given, int bits, Contexts contexts) {
        int node = 1;
        for (int i = bits - 1; i >= 0; i--) {
            node = node << 1 | bit(given >>> i & 1, contexts, node);
        }
        return node - (1 << bits);
    }

    byte[] finish() {
        return encoder.finish();
    }

    private static CdfTables tables() {
        int[][] rows = new int[PARTS - 1][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new int[] {0, (PARTS - 1 - i) << 6, 0xffff, 0x10000};
        }
        return CdfTables.of(rows, new int[rows.length]);
    }
}
