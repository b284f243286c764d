package org.nec4j.transform;

import java.util.Arrays;
import org.nec4j.codec.entropy.PmfQuantizer;
import org.nec4j.codec.model.ContextModel;

/**
 * Tables of a context model's rows: how often each magnitude occurred under a row, beside a few occurrences under the discrete Laplace
 * distribution of the magnitude that the row stands for. Positive and negative symbols are alike.
 */
final class LaplaceRows {
    private static final int WIDEST = 1024; // larger magnitudes are escaped
    private static final double PRIOR = 20; // occurrences under the distribution
    private static final double TAIL = 1e-4; // probability that a table may leave to its escape
    private static final double ESCAPED = 0.02; // occurrences of magnitudes never seen

    private final long[][] counts = new long[ContextModel.ROWS][WIDEST + 2]; // the last is of all larger ones
    private final double[][] excess = new double[ContextModel.ROWS][SymbolStatistics.MAGNITUDES];
    private final long[][] seen = new long[ContextModel.ROWS][SymbolStatistics.MAGNITUDES];

    /** Counts a symbol whose value lies so many steps beyond its magnitude. */
    void add(int row, int symbol, double beyond) {
        int magnitude = Math.abs(symbol);
        counts[row][Math.min(magnitude, WIDEST + 1)]++;
        if (symbol != 0) {
            int bin = Math.min(magnitude, SymbolStatistics.MAGNITUDES) - 1;
            excess[row][bin] += beyond;
            seen[row][bin]++;
        }
    }

    /** All rows, with those of coefficients. */
    StepTables tables(int[] rowOf) {
        int most = 1;
        for (long[] row : counts) {
            for (int magnitude = most + 1; magnitude <= WIDEST; magnitude++) {
                most = row[magnitude] > 0 ? magnitude : most;
            }
        }
        int[][] cdfs = new int[counts.length][];
        int[] lowest = new int[counts.length];
        for (int row = 0; row < counts.length; row++) {
            double m = StrictMath.pow(2, (row + ContextModel.LOWEST) / 4.0);
            double q = (Math.sqrt(1 + m * m) - 1) / m;
            int highest = 1;
            while (highest < most && (beyond(q, highest) > TAIL || anyAbove(row, highest))) {
                highest++;
            }
            lowest[row] = -highest;
            cdfs[row] = cdf(row, q, highest);
        }
        return new StepTables(rowOf, cdfs, lowest, centres());
    }

    private boolean anyAbove(int row, int magnitude) {
        return Arrays.stream(counts[row], magnitude + 1, WIDEST + 1).anyMatch(count -> count > 0);
    }

    /** Probability of larger magnitudes. */
    private static double beyond(double q, int magnitude) {
        return 2 * StrictMath.pow(q, magnitude + 1) / (1 + q);
    }

    private int[] cdf(int row, double q, int highest) {
        double[] weights = new double[2 * highest + 2];
        double escaped = ESCAPED + PRIOR * beyond(q, highest);
        for (int magnitude = highest + 1; magnitude < counts[row].length; magnitude++) {
            escaped += counts[row][magnitude];
        }
        weights[2 * highest + 1] = escaped;
        for (int magnitude = 0; magnitude <= highest; magnitude++) {
            double weight = counts[row][magnitude] * (magnitude == 0 ? 1 : 0.5)
                    + PRIOR * (1 - q) / (1 + q) * StrictMath.pow(q, magnitude);
            weights[highest - magnitude] = weight;
            weights[highest + magnitude] = weight;
        }
        double sum = Arrays.stream(weights).sum();
        float[] pmf = new float[weights.length];
        for (int i = 0; i < pmf.length; i++) {
            pmf[i] = (float) (weights[i] / sum);
        }
        return PmfQuantizer.quantize(pmf);
    }

    /** By row; few occurrences are pulled to what all rows have in common. */
    private float[][] centres() {
        float[][] centres = new float[counts.length][SymbolStatistics.MAGNITUDES];
        for (int bin = 0; bin < SymbolStatistics.MAGNITUDES; bin++) {
            double all = 0;
            long number = 0;
            for (int row = 0; row < counts.length; row++) {
                all += excess[row][bin];
                number += seen[row][bin];
            }
            double common = number == 0 ? 0 : all / number;
            for (int row = 0; row < counts.length; row++) {
                centres[row][bin] = (float) ((excess[row][bin] + PRIOR * common) / (seen[row][bin] + PRIOR));
            }
        }
        return centres;
    }
}
