package org.nec4j.codec.entropy;

import java.util.Arrays;
import org.nec4j.codec.error.UserException;

/**
 * Integer probability tables, one a row (a channel of a factorized bottleneck, a scale of a Gaussian one): the only thing that
 * coding depends on. Row r gives the symbols offset(r), offset(r) + 1, ... their frequencies out of 65536; its last entry is
 * the escape, which stands for every symbol outside the row. Immutable, shared freely between threads.
 */
public final class CdfTables {
    /** Bits of a cumulative frequency. */
    public static final int PRECISION = 16;

    private static final int TOTAL = 1 << PRECISION;

    /** Keeps symbol - offset within an int wherever the symbol lies in its row. */
    private static final int MAX_OFFSET = 1 << 30;

    private final int[] offsets;
    /** First entry of each row in {@link #intervals}, and the end of the last: rows() + 1 numbers. */
    private final int[] rowStarts;
    /** start &lt;&lt; 16 | frequency of each entry; both fit, as every row has two entries or more. */
    private final int[] intervals;

    private final long[] reciprocals;
    private final SlotIndex slotIndex;
    private final double leastBits;

    private CdfTables(int[][] cdfs, int[] offsets) {
        this.offsets = offsets.clone();
        this.rowStarts = new int[cdfs.length + 1];
        for (int row = 0; row < cdfs.length; row++) {
            rowStarts[row + 1] = Math.addExact(rowStarts[row], cdfs[row].length - 1);
        }
        this.intervals = new int[rowStarts[cdfs.length]];
        for (int row = 0; row < cdfs.length; row++) {
            for (int i = 0; i < cdfs[row].length - 1; i++) {
                intervals[rowStarts[row] + i] = cdfs[row][i] << 16 | cdfs[row][i + 1] - cdfs[row][i];
            }
        }
        this.reciprocals =
                Arrays.stream(intervals).mapToLong(e -> reciprocal(e & 0xffff)).toArray();
        this.slotIndex = new SlotIndex(rowStarts, intervals);
        this.leastBits = Arrays.stream(cdfs).mapToDouble(CdfTables::leastBits).sum();
    }

    /**
     * Tables from one cumulative row each: length(r) + 1 integers that rise strictly from 0 to 65536, the last interval being
     * the escape. Throws {@link UserException} naming the row if one is not so.
     */
    public static CdfTables of(int[][] cdfs, int[] offsets) {
        if (cdfs.length != offsets.length) {
            throw new UserException(cdfs.length + " rows of frequencies need as many offsets, not " + offsets.length);
        }
        for (int row = 0; row < cdfs.length; row++) {
            check(row, cdfs[row], offsets[row]);
        }
        return new CdfTables(cdfs, offsets);
    }

    /**
     * Tables as CompressAI's buffers hold them.
     *
     * @param quantizedCdf {@code _quantized_cdf} [rows, width], rows padded at their end
     * @param lengths      {@code _cdf_length} [rows], cumulative numbers used in each row
     * @param offsets      {@code _offset} [rows]
     */
    public static CdfTables ofPadded(int[] quantizedCdf, int[] lengths, int[] offsets) {
        int rows = lengths.length;
        if (rows == 0 ? quantizedCdf.length != 0 : quantizedCdf.length % rows != 0) {
            throw new UserException(
                    quantizedCdf.length + " cumulative frequencies do not divide into " + rows + " rows");
        }
        int width = rows == 0 ? 0 : quantizedCdf.length / rows;
        int[][] cdfs = new int[rows][];
        for (int row = 0; row < rows; row++) {
            if (lengths[row] < 0 || lengths[row] > width) {
                throw new UserException("row " + row + " of the probability tables has length " + lengths[row]
                        + ", but rows are only " + width + " wide");
            }
            cdfs[row] = Arrays.copyOfRange(quantizedCdf, row * width, row * width + lengths[row]);
        }
        return of(cdfs, offsets);
    }

    /** Number of rows. */
    public int rows() {
        return offsets.length;
    }

    /** Entries of a row, the escape included. */
    public int entries(int row) {
        return rowStarts[row + 1] - rowStarts[row];
    }

    /** The symbol that a row's first entry stands for. */
    public int offset(int row) {
        return offsets[row];
    }

    /** A row's cumulative frequencies, entries(row) + 1 of them from 0 to 65536. */
    public int[] cdf(int row) {
        int[] cdf = new int[entries(row) + 1];
        for (int i = 0; i < entries(row); i++) {
            cdf[i] = intervals[rowStarts[row] + i] >>> 16;
        }
        cdf[entries(row)] = TOTAL;
        return cdf;
    }

    /** CompressAI's {@code _quantized_cdf} [rows, width()], padded with zeros. */
    public int[] padded() {
        int[] out = new int[rows() * width()];
        for (int row = 0; row < rows(); row++) {
            System.arraycopy(cdf(row), 0, out, row * width(), entries(row) + 1);
        }
        return out;
    }

    /** Cumulative numbers of the longest row. */
    public int width() {
        int width = 0;
        for (int row = 0; row < rows(); row++) {
            width = Math.max(width, entries(row) + 1);
        }
        return width;
    }

    /**
     * Bits that a symbol costs under a row's integer frequencies, -log2(f / 65536), with four bits for each digit of an escape:
     * what an ideal coder would spend, the yardstick of real streams.
     */
    public double bits(int row, int symbol) {
        int escape = entries(row) - 1;
        long value = (long) symbol - offsets[row];
        boolean inside = value >= 0 && value < escape;
        int frequency = intervals[rowStarts[row] + (inside ? (int) value : escape)] & 0xffff;
        double bits = PRECISION - Math.log(frequency) / Math.log(2);
        return inside ? bits : bits + 4 * (1 + Escape.digits(Escape.fold(value, escape)));
    }

    /** Bits below which no stream codes one symbol under each row. */
    double leastBits() {
        return leastBits;
    }

    /** Each step of the decoder takes at least (65536 - f) / 65536 off its state, f being the largest frequency, but for 2^-15 of that. */
    private static double leastBits(int[] cdf) {
        int most = 0;
        for (int i = 1; i < cdf.length; i++) {
            most = Math.max(most, cdf[i] - cdf[i - 1]);
        }
        return (TOTAL - most) * (1 - 0x1p-15) / TOTAL / Math.log(2);
    }

    int rowStart(int row) {
        return rowStarts[row];
    }

    int[] intervals() {
        return intervals;
    }

    long[] reciprocals() {
        return reciprocals;
    }

    SlotIndex slotIndex() {
        return slotIndex;
    }

    private static void check(int row, int[] cdf, int offset) {
        if (cdf.length < 3 || cdf[0] != 0 || cdf[cdf.length - 1] != TOTAL) {
            throw new UserException("row " + row + " of the probability tables must rise from 0 to " + TOTAL
                    + " over two entries or more");
        }
        for (int i = 1; i < cdf.length; i++) {
            if (cdf[i] <= cdf[i - 1]) {
                throw new UserException(
                        "row " + row + " of the probability tables does not rise from entry " + (i - 1) + " to " + i);
            }
        }
        if (offset < -MAX_OFFSET || offset > MAX_OFFSET) {
            throw new UserException(
                    "row " + row + " of the probability tables has offset " + offset + ", beyond 2^30 in magnitude");
        }
    }

    /**
     * ceil(2^(63 + s) / f) with 2^(s - 1) &lt; f &lt;= 2^s, so that floor(x / f) is the high word of x * reciprocal, shifted right by
     * s - 1, for every x below 2^63 (Granlund and Montgomery 1994). For f = 1 all ones, which gives x - 1: the encoder makes
     * up for it.
     */
    private static long reciprocal(int frequency) {
        if (frequency == 1) {
            return -1;
        }
        int s = 32 - Integer.numberOfLeadingZeros(frequency - 1);
        // Long division by hand in two steps of 32 bits, as 2^(63 + s) fits no long.
        long high = 1L << 31 + s;
        long quotientHigh = high / frequency;
        long rest = high % frequency << 32 | frequency - 1;
        return (quotientHigh << 32) + rest / frequency;
    }
}
