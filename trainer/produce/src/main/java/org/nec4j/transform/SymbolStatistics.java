package org.nec4j.transform;

import java.util.TreeMap;
import org.nec4j.codec.entropy.PmfQuantizer;

/** How often each symbol of one group occurred in training, and where in the symbols' intervals the values lay. */
public final class SymbolStatistics {
    /** Magnitudes 1, 2, and 3 with all larger ones have an interval mean each. */
    public static final int MAGNITUDES = 3;

    private static final int WIDEST = 4096; // rarer symbols beyond it are escaped
    private static final double PSEUDO_COUNT = 0.1; // of every symbol within the range, seen or not
    private static final double ESCAPE_COUNT = 0.5;

    private final TreeMap<Integer, Long> counts = new TreeMap<>();
    private final double[] excess = new double[MAGNITUDES];
    private final long[] seen = new long[MAGNITUDES];
    private long zeros;

    /** Counts a symbol whose value lies so many steps beyond its magnitude. */
    public void add(int symbol, double excessOfValue) {
        if (symbol == 0) {
            zeros++;
            return;
        }
        counts.merge(symbol, 1L, Long::sum);
        int bin = Math.min(Math.abs(symbol), MAGNITUDES) - 1;
        excess[bin] += excessOfValue;
        seen[bin]++;
    }

    /** Whether every symbol was 0, or there was none. */
    public boolean onlyZeros() {
        return counts.isEmpty();
    }

    /** The symbol of the first entry. */
    public int lowest() {
        return Math.max(Math.min(0, counts.firstKey()), -WIDEST / 2);
    }

    /** Cumulative 16-bit frequencies from the lowest to the highest symbol, then the escape. */
    public int[] cdf() {
        int lowest = lowest();
        int highest = Math.min(Math.max(0, counts.lastKey()), WIDEST / 2);
        double total =
                zeros + counts.values().stream().mapToLong(Long::longValue).sum();
        double escaped = ESCAPE_COUNT;
        double[] weights = new double[highest - lowest + 1];
        for (int i = 0; i < weights.length; i++) {
            int symbol = lowest + i;
            weights[i] = PSEUDO_COUNT + (symbol == 0 ? zeros : counts.getOrDefault(symbol, 0L));
        }
        for (var entry : counts.entrySet()) {
            escaped += entry.getKey() < lowest || entry.getKey() > highest ? entry.getValue() : 0;
        }
        double sum = total + PSEUDO_COUNT * weights.length + ESCAPE_COUNT;
        float[] pmf = new float[weights.length + 1];
        for (int i = 0; i < weights.length; i++) {
            pmf[i] = (float) (weights[i] / sum);
        }
        pmf[weights.length] = (float) (escaped / sum);
        return PmfQuantizer.quantize(pmf);
    }

    /** Mean excess of magnitudes 1, 2, and 3 with all larger ones, in steps. */
    public float[] meanExcess() {
        float[] mean = new float[MAGNITUDES];
        for (int i = 0; i < MAGNITUDES; i++) {
            mean[i] = seen[i] == 0 ? 0 : (float) (excess[i] / seen[i]);
        }
        return mean;
    }
}
