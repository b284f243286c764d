package org.nec4j.codec.entropy;

/**
 * Finds the entry of a row that a 16-bit slot falls into: a row's slots are cut into equal buckets, each knows the first entry
 * that reaches into it, and a short walk from there finds the right one.
 */
final class SlotIndex {
    /** Buckets an entry: at four of them, few slots need more than one step of the walk. */
    private static final int BUCKETS_PER_ENTRY = 4;

    private static final int MAX_BUCKET_BITS = 12;

    /** For each row, the number of low bits of a slot that do not choose its bucket. */
    final byte[] shifts;
    /** For each row, its first bucket. */
    final int[] bases;
    /** For each bucket, the first entry that reaches into it, counted from the row's first. */
    final char[] firstEntries;

    SlotIndex(int[] rowStarts, int[] intervals) {
        int rows = rowStarts.length - 1;
        shifts = new byte[rows];
        bases = new int[rows];
        int buckets = 0;
        for (int row = 0; row < rows; row++) {
            int wanted = BUCKETS_PER_ENTRY * (rowStarts[row + 1] - rowStarts[row]);
            int bits = Math.min(MAX_BUCKET_BITS, 32 - Integer.numberOfLeadingZeros(wanted - 1));
            shifts[row] = (byte) (CdfTables.PRECISION - bits);
            bases[row] = buckets;
            buckets = Math.addExact(buckets, 1 << bits);
        }
        firstEntries = new char[buckets];
        for (int row = 0; row < rows; row++) {
            int entry = rowStarts[row];
            for (int slot = 0; slot < 1 << CdfTables.PRECISION; slot += 1 << shifts[row]) {
                while (slot - (intervals[entry] >>> 16) >= (intervals[entry] & 0xffff)) {
                    entry++;
                }
                firstEntries[bases[row] + (slot >> shifts[row])] = (char) (entry - rowStarts[row]);
            }
        }
    }
}
