package org.nec4j.transform;

import java.util.List;
import java.util.stream.IntStream;
import org.nec4j.codec.entropy.CdfTables;

/**
 * What the quantized coefficients of training embeddings teach an entropy coder: coefficients of one group share a table.
 *
 * @param rowOf   each coefficient's row of the tables, -1 where its group never left 0
 * @param tables  frequencies of the symbols, one row a group that is coded
 * @param centres [rows][{@link SymbolStatistics#MAGNITUDES}], how far beyond its magnitude a coefficient lies on average, in steps
 */
public record GroupedSymbols(int[] rowOf, CdfTables tables, float[][] centres) {
    /**
     * Counts.
     *
     * @param coefficients of every training embedding
     * @param groups       of every coefficient, from 0
     */
    public static GroupedSymbols of(List<double[]> coefficients, int[] groups, DeadZoneQuantizer quantizer) {
        int count = IntStream.of(groups).max().orElseThrow() + 1;
        SymbolStatistics[] statistics =
                IntStream.range(0, count).mapToObj(g -> new SymbolStatistics()).toArray(SymbolStatistics[]::new);
        for (double[] image : coefficients) {
            for (int i = 0; i < image.length; i++) {
                int symbol = quantizer.symbol(image[i]);
                statistics[groups[i]].add(symbol, quantizer.excess(image[i], symbol));
            }
        }
        int[] coded = IntStream.range(0, count)
                .filter(g -> !statistics[g].onlyZeros())
                .toArray();
        int[] rowOfGroup = IntStream.generate(() -> -1).limit(count).toArray();
        IntStream.range(0, coded.length).forEach(row -> rowOfGroup[coded[row]] = row);
        CdfTables tables = CdfTables.of(
                IntStream.of(coded).mapToObj(g -> statistics[g].cdf()).toArray(int[][]::new),
                IntStream.of(coded).map(g -> statistics[g].lowest()).toArray());
        float[][] centres =
                IntStream.of(coded).mapToObj(g -> statistics[g].meanExcess()).toArray(float[][]::new);
        return new GroupedSymbols(IntStream.of(groups).map(g -> rowOfGroup[g]).toArray(), tables, centres);
    }

    /** Groups of coefficients whose training spread is alike, to a quarter of an octave; numbered from 0. */
    public static int[] ofEqualSpread(List<double[]> coefficients) {
        double[] squares = new double[coefficients.get(0).length];
        for (double[] image : coefficients) {
            for (int i = 0; i < squares.length; i++) {
                squares[i] += image[i] * image[i] / coefficients.size();
            }
        }
        return ofEqualSpread(squares);
    }

    /** The same from the coefficients' mean squares. */
    static int[] ofEqualSpread(double[] squares) {
        int[] octaveQuarters = new int[squares.length];
        for (int i = 0; i < squares.length; i++) {
            octaveQuarters[i] = (int) Math.rint(2 * Math.log(Math.max(squares[i], 1e-18)) / Math.log(2));
        }
        int lowest = IntStream.of(octaveQuarters).min().orElseThrow();
        return IntStream.of(octaveQuarters).map(q -> q - lowest).toArray();
    }
}
