package org.nec4j.codec.entropy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Entropy-codes symbols with a range asymmetric numeral system: one 64-bit state, 32-bit words, 16-bit frequencies. The bytes
 * are those of CompressAI's coder (64-bit rANS after F. Giesen; J. Duda, arXiv 1311.2540), and are defined where that one
 * is not: no symbol at all gives the eight bytes of the initial state, and symbols may take all values of an int.
 */
public final class RansEncoder {
    /** Lower end of the interval that the state is kept in, and its first value. */
    static final long LOWER = 1L << 31;

    static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int ESCAPE_BITS = 4;

    private final CdfTables tables;
    private byte[] out;
    /** The words written so far lie from here to the end: the coder's last word is the stream's first. */
    private int position;

    private long state = LOWER;

    private RansEncoder(CdfTables tables, int symbols) {
        this.tables = tables;
        this.out = new byte[64 + symbols / 2 / 4 * 4];
        this.position = out.length;
    }

    /** Codes symbols[i] under row rows[i]; {@link RansDecoder#decode} with the same rows restores them. */
    public static byte[] encode(int[] symbols, int[] rows, CdfTables tables) {
        if (symbols.length != rows.length) {
            throw new IllegalArgumentException(symbols.length + " symbols need as many rows, not " + rows.length);
        }
        RansEncoder encoder = new RansEncoder(tables, symbols.length);
        for (int i = symbols.length - 1; i >= 0; i--) {
            encoder.put(symbols, i, i + 1, rows[i]);
        }
        return encoder.finish();
    }

    /** Codes symbols [rows, perRow] of a factorized bottleneck, each row of them under its own row of the tables. */
    public static byte[] encodeByRow(int[] symbols, int perRow, CdfTables tables) {
        if (perRow < 0 || symbols.length != (long) perRow * tables.rows()) {
            throw new IllegalArgumentException(
                    symbols.length + " symbols are not " + tables.rows() + " rows of " + perRow);
        }
        RansEncoder encoder = new RansEncoder(tables, symbols.length);
        for (int row = tables.rows() - 1; row >= 0; row--) {
            encoder.put(symbols, row * perRow, (row + 1) * perRow, row);
        }
        return encoder.finish();
    }

    /** Codes symbols[from..to), last first, under one row. */
    private void put(int[] symbols, int from, int to, int row) {
        int[] intervals = tables.intervals();
        long[] reciprocals = tables.reciprocals();
        int start = tables.rowStart(row);
        int offset = tables.offset(row);
        int escape = tables.entries(row) - 1;
        long x = state;
        for (int i = to - 1; i >= from; i--) {
            int value = symbols[i] - offset;
            if (value < 0 || value >= escape) {
                state = x;
                putDigits((long) symbols[i] - offset, escape);
                x = state;
                value = escape;
            }
            int interval = intervals[start + value];
            int frequency = interval & 0xffff;
            if (x >= (long) frequency << 47) {
                word((int) x);
                x >>>= 32;
            }
            x = advance(x, interval >>> 16, frequency, reciprocals[start + value]);
        }
        state = x;
    }

    /** (x / f) * 2^16 + x mod f + start, the division done by multiplication; see {@link CdfTables}. */
    private static long advance(long x, int start, int frequency, long reciprocal) {
        int shift = 31 - Integer.numberOfLeadingZeros(frequency - 1);
        if (frequency == 1) {
            return (x << CdfTables.PRECISION) + start;
        }
        long quotient = Math.multiplyHigh(x, reciprocal) + x >>> shift;
        return x + start + quotient * ((1 << CdfTables.PRECISION) - frequency);
    }

    private void putDigits(long value, int escape) {
        long folded = Escape.fold(value, escape);
        int digits = Escape.digits(folded);
        for (int i = digits - 1; i >= 0; i--) {
            putDigit((int) (folded >>> ESCAPE_BITS * i) & 15);
        }
        // At most nine digits: the count is a single digit of its own.
        putDigit(digits);
    }

    private void putDigit(int digit) {
        if (state >= 1L << 63 - ESCAPE_BITS) {
            word((int) state);
            state >>>= 32;
        }
        state = state << ESCAPE_BITS | digit;
    }

    private void word(int word) {
        if (position < 4) {
            int written = out.length - position;
            byte[] larger = new byte[2 * out.length];
            System.arraycopy(out, position, larger, larger.length - written, written);
            out = larger;
            position = larger.length - written;
        }
        position -= 4;
        WORD.set(out, position, word);
    }

    private byte[] finish() {
        word((int) (state >>> 32));
        word((int) state);
        return Arrays.copyOfRange(out, position, out.length);
    }
}
