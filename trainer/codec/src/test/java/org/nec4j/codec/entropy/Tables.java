package org.nec4j.codec.entropy;

import java.util.Arrays;
import java.util.Random;

/** Probability tables and symbols for tests. */
public final class Tables {
    private Tables() {}

    /** Rows of so many entries each, some of them without any probability. */
    public static CdfTables random(int rows, int entries, Random random) {
        int[][] cdfs = new int[rows][];
        int[] offsets = new int[rows];
        for (int row = 0; row < rows; row++) {
            float[] pmf = new float[entries];
            for (int i = 0; i < entries; i++) {
                pmf[i] = random.nextInt(4) == 0 ? 0 : (float) Math.min(500, StrictMath.exp(4 * random.nextGaussian()));
            }
            pmf[random.nextInt(entries)] = 1;
            cdfs[row] = PmfQuantizer.quantize(pmf);
            offsets[row] = random.nextInt(41) - 20;
        }
        return CdfTables.of(cdfs, offsets);
    }

    /** Logistic densities, all channels somewhat different, whose mean entropy is {@code rate} bits a symbol. */
    static CdfTables ofRate(int rows, double rate) {
        double low = 0.01;
        double high = 10;
        while (high / low > 1.001) {
            double middle = Math.sqrt(low * high);
            if (entropy(logistic(rows, middle)) < rate) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return logistic(rows, low);
    }

    private static CdfTables logistic(int rows, double scale) {
        int[][] cdfs = new int[rows][];
        int[] offsets = new int[rows];
        for (int row = 0; row < rows; row++) {
            double s = scale * (0.7 + 0.6 * row / rows);
            int reach = (int) Math.ceil(s * Math.log(1e9));
            float[] pmf = new float[2 * reach + 2];
            for (int i = -reach; i <= reach; i++) {
                pmf[i + reach] = (float) (sigmoid((i + 0.5) / s) - sigmoid((i - 0.5) / s));
            }
            pmf[2 * reach + 1] = 1e-9f;
            cdfs[row] = PmfQuantizer.quantize(pmf);
            offsets[row] = -reach;
        }
        return CdfTables.of(cdfs, offsets);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double entropy(CdfTables tables) {
        double bits = 0;
        for (int row = 0; row < tables.rows(); row++) {
            int[] cdf = tables.cdf(row);
            for (int i = 0; i < tables.entries(row) - 1; i++) {
                bits += (cdf[i + 1] - cdf[i]) / 65536.0 * tables.bits(row, i + tables.offset(row));
            }
        }
        return bits / tables.rows();
    }

    /** Symbols [rows, perRow] drawn from the tables, a share of them anywhere. */
    static int[] sample(CdfTables tables, int perRow, double anywhere, Random random) {
        int[] symbols = new int[tables.rows() * perRow];
        for (int row = 0; row < tables.rows(); row++) {
            int[] cdf = tables.cdf(row);
            int escapeStart = cdf[cdf.length - 2];
            for (int i = 0; i < perRow; i++) {
                int found = Arrays.binarySearch(cdf, random.nextInt(Math.max(1, escapeStart)));
                symbols[row * perRow + i] = (found < 0 ? -found - 2 : found) + tables.offset(row);
                if (random.nextDouble() < anywhere) {
                    symbols[row * perRow + i] = random.nextInt() >> random.nextInt(32);
                }
            }
        }
        return symbols;
    }
}
