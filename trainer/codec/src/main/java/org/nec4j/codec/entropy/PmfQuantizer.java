package org.nec4j.codec.entropy;

import org.nec4j.codec.error.UserException;

/**
 * Turns a probability mass function into 16-bit integer frequencies, each at least 1, exactly as CompressAI's
 * {@code pmf_to_quantized_cdf} does, so that equal float32 masses give equal tables.
 */
public final class PmfQuantizer {
    private static final int TOTAL = 1 << CdfTables.PRECISION;

    /** The sum is kept in 32 unsigned bits where this procedure comes from; beyond it the results would differ. */
    private static final long MAX_SUM = 0xffff_ffffL;

    private PmfQuantizer() {}

    /**
     * The cumulative frequencies of a mass function.
     *
     * @param pmf the masses, the last being that of everything outside the table; they need not sum to 1
     * @return pmf.length + 1 integers that rise from 0 to 65536, no two equal
     * @throws UserException if a mass is negative or not finite, all are zero, or there are more of them than frequencies
     */
    public static int[] quantize(float[] pmf) {
        int n = pmf.length;
        if (n < 2 || n >= TOTAL) {
            throw new UserException("a probability table needs between 2 and " + (TOTAL - 1) + " entries and has " + n);
        }
        long[] scaled = new long[n];
        long sum = 0;
        for (int i = 0; i < n; i++) {
            if (!(pmf[i] >= 0) || Float.isInfinite(pmf[i])) {
                throw new UserException("entry " + i + " of a probability table is " + pmf[i]
                        + " where a finite probability is needed");
            }
            // The product is exact in float32: a power of two.
            scaled[i] = Math.round((double) (pmf[i] * TOTAL));
            sum += scaled[i];
            if (scaled[i] > MAX_SUM || sum > MAX_SUM) {
                throw new UserException("the entries of a probability table sum to more than " + (MAX_SUM >> 16));
            }
        }
        if (sum == 0) {
            throw new UserException("all entries of a probability table are zero");
        }
        int[] cdf = new int[n + 1];
        for (int i = 0; i < n; i++) {
            cdf[i + 1] = cdf[i] + (int) ((scaled[i] << CdfTables.PRECISION) / sum);
        }
        cdf[n] = TOTAL;
        lendToEmptyEntries(cdf);
        return cdf;
    }

    /** Gives every entry of frequency zero one count of the first among the least frequent entries that can spare one. */
    private static void lendToEmptyEntries(int[] cdf) {
        int n = cdf.length - 1;
        for (int i = 0; i < n; i++) {
            if (cdf[i] != cdf[i + 1]) {
                continue;
            }
            int lender = lender(cdf);
            if (lender < i) {
                for (int j = lender + 1; j <= i; j++) {
                    cdf[j]--;
                }
            } else {
                for (int j = i + 1; j <= lender; j++) {
                    cdf[j]++;
                }
            }
        }
    }

    private static int lender(int[] cdf) {
        int best = -1;
        int bestFrequency = Integer.MAX_VALUE;
        for (int j = 0; j < cdf.length - 1; j++) {
            int frequency = cdf[j + 1] - cdf[j];
            if (frequency > 1 && frequency < bestFrequency) {
                bestFrequency = frequency;
                best = j;
            }
        }
        return best;
    }
}
