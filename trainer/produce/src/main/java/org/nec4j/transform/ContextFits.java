package org.nec4j.transform;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.codec.model.ContextFeatures;
import org.nec4j.codec.model.ContextModel;
import org.nec4j.codec.model.FixedPoint;

/**
 * The context models of all steps of a token layer.
 *
 * @param steps   of the token layer, each one's
 * @param factors [P][D], what the pooled layer's first symbols are multiplied by at each of its steps, in 1/4096
 */
record ContextFits(List<ContextFit> steps, int[][] factors) {
    private static final String PREFIX = "layered.context.";

    /** Symbols of the pooled layer that a network sees. */
    private static final int POOLED = 12;

    /**
     * A layer as static tables code it.
     *
     * @param coefficients of every training embedding
     * @param widths       the steps
     * @param tables       of every step
     */
    record Layer(List<float[]> coefficients, double[] widths, List<StepTables> tables) {
        private List<int[]> symbols(int step, float lambda) {
            return coefficients.parallelStream()
                    .map(image -> tables.get(step).symbols(image, widths[step], lambda))
                    .toList();
        }
    }

    /**
     * Learns.
     *
     * @param layout   of the token layer
     * @param pooledOf the pooled layer's step beside each of the token layer's
     */
    static ContextFits of(Layer pooled, Layer tokens, int[] pooledOf, ContextFeatures.Layout layout, float lambda) {
        List<List<int[]>> symbols = IntStream.range(0, pooled.widths().length)
                .mapToObj(step -> pooled.symbols(step, lambda))
                .toList();
        int[][] factors = symbols.stream().map(ContextFits::factors).toArray(int[][]::new);
        return new ContextFits(
                IntStream.range(0, tokens.widths().length)
                        .parallel()
                        .mapToObj(step -> ContextFit.of(
                                tokens.coefficients(),
                                tokens.tables().get(step),
                                tokens.widths()[step],
                                symbols.get(pooledOf[step]),
                                factors[pooledOf[step]],
                                layout,
                                lambda))
                        .toList(),
                factors);
    }

    /** So that they deviate by 1. */
    private static int[] factors(List<int[]> symbols) {
        int[] factors = new int[Math.min(POOLED, symbols.get(0).length)];
        for (int k = 0; k < factors.length; k++) {
            double squares = 0;
            for (int[] image : symbols) {
                squares += (double) image[k] * image[k] / symbols.size();
            }
            factors[k] = squares == 0 ? 0 : (int) Math.rint(FixedPoint.ONE / Math.sqrt(squares));
        }
        return factors;
    }

    /** Tables of every step. */
    List<StepTables> tables() {
        return steps.stream().map(ContextFit::tables).toList();
    }

    /** With the first axes alone, which are all that some step codes. */
    ContextFits first(int components, int of) {
        return new ContextFits(
                steps.stream().map(fit -> fit.first(components, of)).toList(), factors);
    }

    /**
     * Adds them to a codec.
     *
     * @param frequencies F
     * @param firstRow    of the first step's tables
     */
    void write(CodecWriter writer, int frequencies, int firstRow) {
        long n = steps.size();
        int inputs = ContextModel.FEATURES + factors[0].length;
        int hidden = ContextNetwork.HIDDEN;
        int components = steps.get(0).expected().length / frequencies;
        writer.ints(PREFIX + "expected", new long[] {n, frequencies, components}, flat(fit -> fit.expected()));
        writer.ints(
                PREFIX + "base",
                new long[] {n},
                IntStream.range(0, steps.size())
                        .map(step -> firstRow + step * ContextModel.ROWS)
                        .toArray());
        writer.ints(
                PREFIX + "pooled",
                new long[] {factors.length, factors[0].length},
                Stream.of(factors).flatMapToInt(IntStream::of).toArray());
        writer.ints(PREFIX + "hidden.weight", new long[] {n, hidden, inputs}, flat(fit -> fit.network()
                .hiddenWeight()));
        writer.ints(PREFIX + "hidden.bias", new long[] {n, hidden}, flat(fit -> fit.network()
                .hiddenBias()));
        writer.ints(PREFIX + "output.weight", new long[] {n, hidden}, flat(fit -> fit.network()
                .outputWeight()));
        ToIntFunction<ContextFit> bias = fit -> fit.network().outputBias();
        writer.ints(
                PREFIX + "output.bias",
                new long[] {n},
                steps.stream().mapToInt(bias).toArray());
    }

    private interface Numbers {
        int[] of(ContextFit fit);
    }

    private int[] flat(Numbers numbers) {
        return steps.stream()
                .flatMapToInt(fit -> Arrays.stream(numbers.of(fit)))
                .toArray();
    }
}
