package org.nec4j.codec.entropy;

import org.nec4j.codec.error.FormatException;

/**
 * Restores the symbols that {@link RansEncoder} or CompressAI coded. A stream is accepted only if decoding leaves the coder's
 * first state and has used every word; {@link FormatException} says at which byte it cannot be right.
 */
public final class RansDecoder {
    private static final int SLOT_MASK = (1 << CdfTables.PRECISION) - 1;

    /** Of the bits of a stream, those that the state still holds when all symbols have been taken from it. */
    private static final int INITIAL_BITS = 31;

    private final CdfTables tables;
    private final byte[] stream;
    private int position;
    private long state;

    private RansDecoder(byte[] stream, CdfTables tables) {
        this.tables = tables;
        this.stream = stream;
        if (stream.length < 8 || stream.length % 4 != 0) {
            throw new FormatException(
                    "an entropy-coded stream has a multiple of 4 bytes and at least 8, not " + stream.length,
                    stream.length);
        }
        this.state = (int) RansEncoder.WORD.get(stream, 0) & 0xffff_ffffL
                | (long) (int) RansEncoder.WORD.get(stream, 4) << 32;
        this.position = 8;
        if (state < RansEncoder.LOWER) {
            throw new FormatException("an entropy-coded stream begins with a state that no encoder leaves", 0);
        }
    }

    /** The symbols of a stream that was coded with the same rows, one row of the tables a symbol. */
    public static int[] decode(byte[] stream, int[] rows, CdfTables tables) {
        RansDecoder decoder = new RansDecoder(stream, tables);
        int[] symbols = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            decoder.take(symbols, i, i + 1, rows[i]);
        }
        decoder.finish();
        return symbols;
    }

    /** The symbols [rows, perRow] of a factorized bottleneck's stream. */
    public static int[] decodeByRow(byte[] stream, int perRow, CdfTables tables) {
        RansDecoder decoder = new RansDecoder(stream, tables);
        if (perRow * tables.leastBits() > 8.0 * stream.length - INITIAL_BITS) {
            // Before memory is taken for symbols that cannot be there.
            throw new FormatException(
                    stream.length + " bytes are too few for " + perRow + " symbols a row", stream.length);
        }
        int[] symbols = new int[Math.multiplyExact(tables.rows(), perRow)];
        for (int row = 0; row < tables.rows(); row++) {
            decoder.take(symbols, row * perRow, (row + 1) * perRow, row);
        }
        decoder.finish();
        return symbols;
    }

    private void take(int[] symbols, int from, int to, int row) {
        int[] intervals = tables.intervals();
        SlotIndex index = tables.slotIndex();
        char[] firstEntries = index.firstEntries;
        int shift = index.shifts[row];
        int bucketBase = index.bases[row];
        int start = tables.rowStart(row);
        int escape = start + tables.entries(row) - 1;
        int toSymbol = tables.offset(row) - start;
        long x = state;
        for (int i = from; i < to; i++) {
            int slot = (int) x & SLOT_MASK;
            int entry = start + firstEntries[bucketBase + (slot >> shift)];
            int interval = intervals[entry];
            while (slot - (interval >>> 16) >= (interval & 0xffff)) {
                interval = intervals[++entry];
            }
            x = (interval & 0xffff) * (x >>> CdfTables.PRECISION) + slot - (interval >>> 16);
            if (x < RansEncoder.LOWER) {
                x = x << 32 | word();
            }
            if (entry == escape) {
                state = x;
                symbols[i] = escaped(row);
                x = state;
            } else {
                symbols[i] = entry + toSymbol;
            }
        }
        state = x;
    }

    private int escaped(int row) {
        int at = position;
        int digits = digit();
        if (digits > Escape.MAX_DIGITS) {
            throw new FormatException("an escaped symbol announces " + digits + " digits or more", at);
        }
        long folded = 0;
        for (int i = 0; i < digits; i++) {
            folded |= (long) digit() << 4 * i;
        }
        long symbol = Escape.unfold(folded, tables.entries(row) - 1) + tables.offset(row);
        if (symbol != (int) symbol || Escape.digits(folded) != digits) {
            throw new FormatException("an escaped symbol is none that an encoder writes", at);
        }
        return (int) symbol;
    }

    private int digit() {
        int digit = (int) state & 15;
        state >>>= 4;
        if (state < RansEncoder.LOWER) {
            state = state << 32 | word();
        }
        return digit;
    }

    private long word() {
        if (position == stream.length) {
            throw new FormatException("an entropy-coded stream ends before its symbols do", position);
        }
        long word = (int) RansEncoder.WORD.get(stream, position) & 0xffff_ffffL;
        position += 4;
        return word;
    }

    private void finish() {
        if (position != stream.length) {
            throw new FormatException("an entropy-coded stream goes on after its symbols", position);
        }
        if (state != RansEncoder.LOWER) {
            throw new FormatException(
                    "an entropy-coded stream does not end in the state that coding began with", position);
        }
    }
}
