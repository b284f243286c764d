package org.nec4j.codec.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.entropy.GaussianTables;
import org.nec4j.codec.entropy.RansDecoder;
import org.nec4j.codec.entropy.RansEncoder;
import org.nec4j.codec.tensor.SafeTensors;

/** CompressAI's GaussianConditional with 64 scales: its tables, indexes and streams. */
class GaussianTablesTest {
    private static final int IMAGES = 2;
    private static final int VALUES = 6 * 5 * 5;

    private static int[][] peersRows(SafeTensors file) {
        int[] flat = file.ints("cdf_rows");
        int[] lengths = file.ints("cdf_length");
        int[][] rows = new int[lengths.length][];
        int from = 0;
        for (int row = 0; row < rows.length; row++) {
            rows[row] = Arrays.copyOfRange(flat, from, from += lengths[row]);
        }
        return rows;
    }

    @Test
    void codesThePeersStreamsBothWays() {
        try (SafeTensors file = Resources.tensors("compressai_gaussian.safetensors")) {
            CdfTables tables = CdfTables.of(peersRows(file), file.ints("offset"));
            ScaleTable scales = new ScaleTable(file.floats("scale_table"));
            float[] x = file.floats("x");
            float[] means = file.floats("means");
            float[] sigmas = file.floats("scales");
            float[] yHat = file.floats("y_hat");
            int[] indexes = file.ints("indexes");
            for (int image = 0; image < IMAGES; image++) {
                int[] symbols = new int[VALUES];
                int[] rows = new int[VALUES];
                for (int i = 0; i < VALUES; i++) {
                    int at = image * VALUES + i;
                    symbols[i] = Quantizer.symbol(x[at], means[at], 0, i);
                    rows[i] = scales.index(sigmas[at]);
                    assertThat(symbols[i] + means[at]).isEqualTo(yHat[at]);
                    assertThat(rows[i]).isEqualTo(indexes[at]);
                }
                byte[] stream = file.bytes("string" + image);
                assertThat(RansEncoder.encode(symbols, rows, tables)).isEqualTo(stream);
                assertThat(RansDecoder.decode(stream, rows, tables)).isEqualTo(symbols);
            }
        }
    }

    @Test
    void buildsThePeersTablesUpToFloat32Rounding() {
        try (SafeTensors file = Resources.tensors("compressai_gaussian.safetensors")) {
            float[] scales = file.floats("scale_table");
            int[][] expected = peersRows(file);
            CdfTables actual = GaussianTables.of(scales);
            for (int row = 0; row < scales.length; row++) {
                int[] cdf = actual.cdf(row);
                assertThat(cdf).hasSameSizeAs(expected[row]);
                assertThat(actual.offset(row)).isEqualTo(file.ints("offset")[row]);
                for (int i = 0; i < cdf.length; i++) {
                    assertThat(cdf[i])
                            .as("row " + row + ", entry " + i)
                            .isBetween(expected[row][i] - 40, expected[row][i] + 40);
                }
            }
            float[] ours = GaussianTables.scales(0.11, 256, 64);
            for (int i = 0; i < 64; i++) {
                assertThat(ours[i]).isBetween(scales[i] * (1 - 1e-6f), scales[i] * (1 + 1e-6f));
            }
        }
    }
}
