package org.nec4j.codec.entropy;

import org.nec4j.codec.error.FormatException;

/**
 * Takes the symbols that {@link RangeEncoder} coded from its bytes, in their order; behind the last byte it reads zeros. Whether a stream
 * ends where its symbols do shows when they are coded again: an encoder writes one stream for them.
 */
public final class RangeDecoder {
    private final byte[] stream;
    private final CdfTables tables;
    private int position;
    private long code;
    private long range = RangeEncoder.FULL_RANGE;

    /** Reads a stream, or as much of its beginning as the symbols that will be taken need. */
    public RangeDecoder(byte[] stream, CdfTables tables) {
        this.stream = stream;
        this.tables = tables;
        for (int i = 0; i < Integer.BYTES; i++) {
            code = code << Byte.SIZE | next();
        }
    }

    /** How many bytes the symbols taken so far depend on, at most: those behind them change nothing about them. */
    public int position() {
        return position;
    }

    /** One of the numbers 0 to count - 1 that {@link RangeEncoder#uniform} coded. */
    public int uniform(int count) {
        return (int) digit(range / count, count);
    }

    /** The next symbol, coded under this row. */
    public int take(int row) {
        long unit = range >>> CdfTables.PRECISION;
        int slot = slot(unit, 1 << CdfTables.PRECISION);
        int[] intervals = tables.intervals();
        SlotIndex index = tables.slotIndex();
        int start = tables.rowStart(row);
        int entry = start + index.firstEntries[index.bases[row] + (slot >> index.shifts[row])];
        int interval = intervals[entry];
        while (slot - (interval >>> 16) >= (interval & 0xffff)) {
            interval = intervals[++entry];
        }
        narrow(interval >>> 16, interval & 0xffff, unit);
        int escape = tables.entries(row) - 1;
        return entry - start == escape ? escaped(row, escape) : entry - start + tables.offset(row);
    }

    private int escaped(int row, int escape) {
        int at = at();
        int digits = (int) digit(range >>> RangeEncoder.DIGIT_BITS, 16);
        if (digits > Escape.MAX_DIGITS) {
            throw new FormatException("an escaped symbol announces " + digits + " digits", at);
        }
        long folded = 0;
        for (int i = 0; i < digits; i++) {
            folded |= digit(range >>> RangeEncoder.DIGIT_BITS, 16) << RangeEncoder.DIGIT_BITS * i;
        }
        long symbol = Escape.unfold(folded, escape) + tables.offset(row);
        if (symbol != (int) symbol || Escape.digits(folded) != digits) {
            throw new FormatException("an escaped symbol is none that an encoder writes", at);
        }
        return (int) symbol;
    }

    private long digit(long unit, int count) {
        int value = slot(unit, count);
        narrow(value, 1, unit);
        return value;
    }

    private int slot(long unit, int count) {
        long slot = code / unit;
        if (slot >= count) {
            throw new FormatException("an entropy-coded stream holds a number that no encoder writes", at());
        }
        return (int) slot;
    }

    private void narrow(long start, long frequency, long unit) {
        code -= start * unit;
        range = frequency * unit;
        while (range < RangeEncoder.LEAST_RANGE) {
            code = code << Byte.SIZE | next();
            range <<= Byte.SIZE;
        }
    }

    private int next() {
        return position < stream.length ? stream[position++] & 0xff : 0;
    }

    private int at() {
        return Math.max(0, position - Integer.BYTES);
    }
}
