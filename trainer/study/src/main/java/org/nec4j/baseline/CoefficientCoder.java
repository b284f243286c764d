package org.nec4j.baseline;

import java.util.List;
import java.util.stream.IntStream;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.entropy.RansDecoder;
import org.nec4j.codec.entropy.RansEncoder;
import org.nec4j.transform.DeadZoneQuantizer;
import org.nec4j.transform.EmbeddingTransform;
import org.nec4j.transform.GroupedSymbols;
import org.nec4j.transform.SymbolStatistics;

/** Codes the quantized coefficients of a transform, each under the symbol frequencies of its group. */
final class CoefficientCoder implements Coder<float[]> {
    private final EmbeddingTransform transform;
    private final DeadZoneQuantizer quantizer;
    private final int[] coded; // indices of the coefficients that are not always 0
    private final int[] rows; // row of the tables, for each of them
    private final CdfTables tables;
    private final float[][] offsets; // [rows, magnitudes]: where in a symbol's interval its values lie on average
    private final int length;

    private CoefficientCoder(
            EmbeddingTransform transform,
            DeadZoneQuantizer quantizer,
            int[] coded,
            int[] rows,
            CdfTables tables,
            float[][] offsets,
            int length) {
        this.transform = transform;
        this.quantizer = quantizer;
        this.coded = coded;
        this.rows = rows;
        this.tables = tables;
        this.offsets = offsets;
        this.length = length;
    }

    /**
     * Learns the frequencies and interval means.
     *
     * @param coefficients of every training image
     * @param groups       of every coefficient, from 0; those of one group share a table
     */
    static CoefficientCoder fit(
            EmbeddingTransform transform, List<double[]> coefficients, int[] groups, double step, double rounding) {
        DeadZoneQuantizer quantizer = new DeadZoneQuantizer(step, rounding);
        GroupedSymbols symbols = GroupedSymbols.of(coefficients, groups, quantizer);
        int[] coded = IntStream.range(0, groups.length)
                .filter(i -> symbols.rowOf()[i] >= 0)
                .toArray();
        int[] rows = IntStream.of(coded).map(i -> symbols.rowOf()[i]).toArray();
        return new CoefficientCoder(
                transform, quantizer, coded, rows, symbols.tables(), symbols.centres(), groups.length);
    }

    @Override
    public byte[] encode(float[] item) {
        double[] coefficients = transform.analyse(item);
        int[] symbols = new int[coded.length];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = quantizer.symbol(coefficients[coded[i]]);
        }
        return RansEncoder.encode(symbols, rows, tables);
    }

    @Override
    public float[] decode(byte[] stream) {
        int[] symbols = RansDecoder.decode(stream, rows, tables);
        double[] coefficients = new double[length];
        for (int i = 0; i < symbols.length; i++) {
            coefficients[coded[i]] = quantizer.value(symbols[i], offsets[rows[i]]);
        }
        return transform.synthesize(coefficients);
    }

    /** The transform, the tables at two bytes an entry, the interval means, and one byte a coefficient for its group. */
    @Override
    public long sideBytes() {
        long entries = IntStream.range(0, tables.rows())
                .mapToLong(r -> tables.entries(r) + 2L)
                .sum();
        return transform.sideBytes() + 2 * entries + 4L * SymbolStatistics.MAGNITUDES * offsets.length + length;
    }
}
