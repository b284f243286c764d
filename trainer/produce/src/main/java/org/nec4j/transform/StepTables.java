package org.nec4j.transform;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.model.Centres;
import org.nec4j.codec.model.SymbolChoice;

/**
 * What training coefficients teach about one quantization step of one layer, where an encoder weighs error against bits: the tables depend
 * on the choices, the choices on the tables, so both are made in turns.
 *
 * @param rowOf   [coefficients], each one's row of the tables, -1 where its group never left 0
 * @param cdfs    of the rows
 * @param lowest  symbol of each row
 * @param centres [rows][{@link SymbolStatistics#MAGNITUDES}]
 */
record StepTables(int[] rowOf, int[][] cdfs, int[] lowest, float[][] centres) {
    /** Where magnitudes round up before there are tables to weigh bits with. */
    static final float ROUNDING = 0.38f;

    /** Turns after the first; a third one changes nothing that can be measured. */
    private static final int TURNS = 2;

    /**
     * Of a step.
     *
     * @param coefficients of every training embedding, in units of the embedding
     * @param groups       of every coefficient, from 0; those of one group share a table
     * @param lambda       price of a bit in squared steps
     */
    static StepTables of(List<float[]> coefficients, int[] groups, double step, float lambda) {
        DeadZoneQuantizer deadZone = new DeadZoneQuantizer(step, ROUNDING);
        StepTables tables = counted(coefficients, groups, step, (value, i) -> deadZone.symbol(value * step));
        for (int turn = 0; turn < TURNS && tables.cdfs().length > 0 && lambda > 0; turn++) {
            SymbolChoice choice = tables.choice(lambda);
            int[] rowOf = tables.rowOf();
            tables = counted(
                    coefficients, groups, step, (value, i) -> rowOf[i] < 0 ? 0 : choice.symbol(value, rowOf[i]));
        }
        return tables;
    }

    /** The symbol of coefficient i, so many steps large. */
    private interface Quantizer {
        int symbol(double value, int i);
    }

    /** Of coefficients [F, K] those of the first axes. */
    StepTables first(int components, int of) {
        return new StepTables(first(rowOf, components, of), cdfs, lowest, centres);
    }

    static int[] first(int[] numbers, int components, int of) {
        return IntStream.range(0, numbers.length)
                .filter(i -> i % of < components)
                .map(i -> numbers[i])
                .toArray();
    }

    /** The symbols that an encoder chooses for coefficients, in units of the embedding. */
    int[] symbols(float[] coefficients, double step, float lambda) {
        int[] symbols = new int[coefficients.length];
        if (cdfs.length == 0) {
            return symbols;
        }
        SymbolChoice choice = choice(lambda);
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = rowOf[i] < 0 ? 0 : choice.symbol(coefficients[i] / step, rowOf[i]);
        }
        return symbols;
    }

    SymbolChoice choice(float lambda) {
        CdfTables tables = CdfTables.of(cdfs, lowest);
        return new SymbolChoice(tables, new Centres(flat(centres), cdfs.length), lambda, ROUNDING);
    }

    static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * SymbolStatistics.MAGNITUDES];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, flat, row * SymbolStatistics.MAGNITUDES, SymbolStatistics.MAGNITUDES);
        }
        return flat;
    }

    private static StepTables counted(List<float[]> coefficients, int[] groups, double step, Quantizer quantizer) {
        int count = IntStream.of(groups).max().orElse(-1) + 1;
        SymbolStatistics[] statistics = new SymbolStatistics[count];
        Arrays.setAll(statistics, group -> new SymbolStatistics());
        for (float[] image : coefficients) {
            for (int i = 0; i < image.length; i++) {
                double value = image[i] / step;
                int symbol = quantizer.symbol(value, i);
                statistics[groups[i]].add(symbol, Math.abs(value) - Math.abs(symbol));
            }
        }
        int[] coded = IntStream.range(0, count)
                .filter(group -> !statistics[group].onlyZeros())
                .toArray();
        int[] rowOfGroup = new int[count];
        Arrays.fill(rowOfGroup, -1);
        IntStream.range(0, coded.length).forEach(row -> rowOfGroup[coded[row]] = row);
        return new StepTables(
                IntStream.of(groups).map(group -> rowOfGroup[group]).toArray(),
                IntStream.of(coded).mapToObj(group -> statistics[group].cdf()).toArray(int[][]::new),
                IntStream.of(coded).map(group -> statistics[group].lowest()).toArray(),
                IntStream.of(coded)
                        .mapToObj(group -> statistics[group].meanExcess())
                        .toArray(float[][]::new));
    }
}
