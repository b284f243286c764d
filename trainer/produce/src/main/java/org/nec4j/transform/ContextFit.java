package org.nec4j.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nec4j.codec.model.ContextFeatures;
import org.nec4j.codec.model.ContextModel;
import org.nec4j.codec.model.SymbolChoice;
import org.nec4j.codec.model.TokenRows;

/**
 * The context model of one step of the token layer, learnt from training embeddings whose symbols static tables chose: the network, then its
 * rows' tables, counted on symbols that an encoder chooses by them.
 *
 * @param tables   rows from 0 to {@link ContextModel#ROWS} - 1; of a coefficient, -1 where it is not coded
 * @param expected [F, K], mean magnitude of each coefficient, in 1/65536; 0 where it is not coded
 */
record ContextFit(StepTables tables, int[] expected, ContextNetwork network) {
    /** Coefficients of a smaller mean magnitude are not coded. */
    private static final double LEAST = 2e-4;

    /** Embeddings that are enough to learn from. */
    private static final int IMAGES = 2048;

    private static final long SEED = 1;

    /** Turns of counting: on the symbols that static tables chose, then on those that the tables so found choose. */
    private static final int TURNS = 3;

    /**
     * What it learns from one image.
     *
     * @param pooled       [Kp], symbols of the pooled layer
     * @param tokens       [F, K], symbols of the token layer by static tables
     * @param coefficients [F, K], in units of the embedding
     */
    record Image(int[] pooled, int[] tokens, float[] coefficients) {}

    /**
     * Learns.
     *
     * @param coefficients [F, K] of every training embedding
     * @param tables       static ones of the step
     * @param pooled       [Kp] of the same embeddings, symbols
     * @param factors      [D], what the first of them are multiplied by
     */
    static ContextFit of(
            List<float[]> coefficients,
            StepTables tables,
            double step,
            List<int[]> pooled,
            int[] factors,
            ContextFeatures.Layout layout,
            float lambda) {
        List<Image> images = new ArrayList<>();
        int every = (coefficients.size() + IMAGES - 1) / IMAGES;
        for (int i = 0; i < coefficients.size(); i += every) {
            float[] image = coefficients.get(i);
            images.add(new Image(pooled.get(i), tables.symbols(image, step, lambda), image));
        }
        int[] expected = expected(images);
        int[] rowOf = IntStream.of(expected).map(e -> e == 0 ? -1 : 0).toArray();
        ContextNetwork network = Arrays.stream(expected).allMatch(e -> e == 0)
                ? ContextNetwork.untrained(ContextModel.FEATURES + factors.length)
                : ContextNetwork.trained(new ContextSamples(images, layout, expected, factors, SEED), SEED);
        ContextModel model = network.model(expected, factors);
        Optional<SymbolChoice> choice = Optional.empty();
        StepTables found = tables;
        for (int turn = 0; turn < TURNS; turn++) {
            LaplaceRows counts = new LaplaceRows();
            for (Image image : images) {
                TokenRows rows = model.rows(layout, 0, 0, image.pooled());
                count(image, rows, layout.components(), step, rowOf, choice, counts);
            }
            found = counts.tables(rowOf);
            choice = lambda > 0 ? Optional.of(found.choice(lambda)) : Optional.empty();
        }
        return new ContextFit(found, expected, network);
    }

    private static void count(
            Image image,
            TokenRows rows,
            int components,
            double step,
            int[] rowOf,
            Optional<SymbolChoice> choice,
            LaplaceRows counts) {
        for (int at = 0; at < rowOf.length; at++) {
            if (rowOf[at] < 0) {
                continue;
            }
            double value = image.coefficients()[at] / step;
            int row = rows.row(at / components, at % components);
            int symbol = choice.isPresent() ? choice.get().symbol(value, row) : image.tokens()[at];
            rows.put(at / components, at % components, symbol);
            counts.add(row, symbol, Math.abs(value) - Math.abs(symbol));
        }
    }

    private static int[] expected(List<Image> images) {
        long[] sums = new long[images.get(0).tokens().length];
        for (Image image : images) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += Math.abs(image.tokens()[i]);
            }
        }
        int[] expected = new int[sums.length];
        for (int i = 0; i < sums.length; i++) {
            double mean = (double) sums[i] / images.size();
            expected[i] = mean < LEAST ? 0 : (int) Math.min(Math.rint(mean * 65_536), 1 << 24);
        }
        return expected;
    }

    /** With the first axes alone, of so many. */
    ContextFit first(int components, int of) {
        return new ContextFit(tables.first(components, of), StepTables.first(expected, components, of), network);
    }
}
