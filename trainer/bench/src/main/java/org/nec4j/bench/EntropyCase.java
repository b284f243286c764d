package org.nec4j.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.entropy.GaussianTables;
import org.nec4j.codec.tensor.SafeTensorsWriter;

/**
 * Symbols and tables to code, of a known rate.
 *
 * @param name    for tables
 * @param tables  one row a channel
 * @param symbols [channels, perRow]
 * @param perRow  symbols of a channel
 * @param images  how many embeddings of 768 channels and 197 tokens that is; 0 where it is none
 */
record EntropyCase(String name, CdfTables tables, int[] symbols, int perRow, int images) {
    private static final int CHANNELS = 768;
    private static final int TOKENS = 197;

    /** One table of 60 entries, and the shape of a ViT-B/16 embedding at three rates, a different table in each channel. */
    static List<EntropyCase> all() {
        return List.of(alphabetOf60(), necAt(0.02), necAt(0.3), necAt(1.5));
    }

    static EntropyCase named(String name) {
        return all().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }

    private static EntropyCase alphabetOf60() {
        // The widest scale whose row still has 59 values and the escape.
        CdfTables tables = GaussianTables.of(new float[] {29 / 6.11f});
        return new EntropyCase("alphabet of " + tables.entries(0), tables, sample(tables, 1 << 20), 1 << 20, 0);
    }

    private static EntropyCase necAt(double rate) {
        double low = 0.05;
        double high = 20;
        while (high / low > 1.0001) {
            double middle = Math.sqrt(low * high);
            if (rate(necTables(middle)) < rate) {
                low = middle;
            } else {
                high = middle;
            }
        }
        CdfTables tables = necTables(low);
        return new EntropyCase("768 x 197 at " + rate + " bit", tables, sample(tables, TOKENS), TOKENS, 1);
    }

    /** Scales that differ between channels by up to 30 % from {@code scale}. */
    private static CdfTables necTables(double scale) {
        float[] scales = new float[CHANNELS];
        for (int c = 0; c < CHANNELS; c++) {
            scales[c] = (float) (scale * (0.7 + 0.6 * (c * 7919 % CHANNELS) / CHANNELS));
        }
        return GaussianTables.of(scales);
    }

    private static double rate(CdfTables tables) {
        double bits = 0;
        for (int row = 0; row < tables.rows(); row++) {
            int[] cdf = tables.cdf(row);
            for (int i = 0; i < tables.entries(row) - 1; i++) {
                bits += (cdf[i + 1] - cdf[i]) / 65536.0 * tables.bits(row, tables.offset(row) + i);
            }
        }
        return bits / tables.rows();
    }

    private static int[] sample(CdfTables tables, int perRow) {
        Random random = new Random(2403_17886);
        int[] symbols = new int[tables.rows() * perRow];
        for (int row = 0; row < tables.rows(); row++) {
            int[] cdf = tables.cdf(row);
            for (int i = 0; i < perRow; i++) {
                int found = Arrays.binarySearch(cdf, random.nextInt(cdf[tables.entries(row) - 1]));
                symbols[row * perRow + i] = tables.offset(row) + (found < 0 ? -found - 2 : found);
            }
        }
        return symbols;
    }

    /** Bits of the symbols under the integer tables. */
    double crossEntropy() {
        double bits = 0;
        for (int i = 0; i < symbols.length; i++) {
            bits += tables.bits(i / perRow, symbols[i]);
        }
        return bits;
    }

    /** Bytes of memory that a pass over all tables touches at most: 12 an entry to encode. */
    long tableBytes() {
        long entries = 0;
        for (int row = 0; row < tables.rows(); row++) {
            entries += tables.entries(row);
        }
        return 12 * entries;
    }

    /** Writes the case for the peers, which are Python. */
    void write(Path file) {
        int rows = tables.rows();
        int[] lengths = new int[rows];
        int[] offsets = new int[rows];
        for (int row = 0; row < rows; row++) {
            lengths[row] = tables.entries(row) + 1;
            offsets[row] = tables.offset(row);
        }
        new SafeTensorsWriter()
                .ints("cdf", new long[] {rows, tables.width()}, tables.padded())
                .ints("lengths", new long[] {rows}, lengths)
                .ints("offsets", new long[] {rows}, offsets)
                .ints("symbols", new long[] {rows, perRow}, symbols)
                .write(file);
    }
}
