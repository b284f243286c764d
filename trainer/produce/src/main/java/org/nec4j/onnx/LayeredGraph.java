package org.nec4j.onnx;

import static org.nec4j.onnx.OnnxGraph.integer;
import static org.nec4j.onnx.OnnxGraph.ints;

import java.util.Arrays;
import java.util.List;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.model.StoredTables;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.onnx.OnnxGraph.Kind;

/**
 * Writes the symbols of a layered codec at the operating point that it takes unasked: pooled ones in the column of the first patch, those of
 * a frequency u, v of the grid in column u * width + v of the patches.
 */
final class LayeredGraph {
    private static final String PREFIX = "layered.";

    /** What an encoder reckons for the digits of a symbol that is escaped, in bits. */
    private static final double ESCAPED = 8;

    private final OnnxGraph graph;
    private final SafeTensors codec;
    private final CdfTables tables;
    private final double lambda;
    private final double rounding;
    private int choices;

    private LayeredGraph(OnnxGraph graph, SafeTensors codec) {
        this.graph = graph;
        this.codec = codec;
        this.tables = StoredTables.read(codec, PREFIX);
        this.lambda = number("lambda", 0);
        this.rounding = number("rounding", 0.5f);
    }

    private float number(String name, float otherwise) {
        return codec.contains(PREFIX + name) ? codec.floats(PREFIX + name)[0] : otherwise;
    }

    /** Adds the output; whether it could: where a context chooses tables and bits have a price, a symbol hangs on those before it. */
    static boolean write(SymbolGraph symbols, OnnxGraph graph, SafeTensors codec, int tokens, int dim) {
        int rung = codec.contains(PREFIX + "default") ? codec.ints(PREFIX + "default")[0] : 0;
        int[] rungs = codec.ints(PREFIX + "rungs");
        int pooledStep = rungs[2 * rung];
        int tokenStep = rungs[2 * rung + 1];
        LayeredGraph layered = new LayeredGraph(graph, codec);
        boolean hangs = tokenStep >= 0 && codec.contains(PREFIX + "context.expected") && layered.lambda > 0;
        if (hangs || !codec.contains(PREFIX + "pooled.analysis")) {
            return false;
        }
        int[] grid = codec.ints(PREFIX + "grid");
        int patches = grid[0] * grid[1];
        int first = tokens - patches;
        float[] mean = codec.floats(PREFIX + "mean");
        String y = symbols.patches(first); // [N, L, D]
        String pooled = layered.pooled(symbols, y, mean, dim, pooledStep); // [N, K, 1]
        int components = codec.floats(PREFIX + "pooled.scales").length;
        if (tokenStep < 0) {
            layered.placed(symbols, pooled, components, 1, first, tokens);
            return true;
        }
        int k = (int) codec.shape(PREFIX + "tokens.synthesis")[0];
        String differences = layered.tokens(symbols, y, mean, grid, k, tokenStep); // [N, K, L - 1]
        int most = Math.max(components, k);
        String all = graph.joined(
                2, layered.padded(pooled, components, most), layered.padded(differences, k, most)); // [N, most, L]
        layered.placed(symbols, all, most, patches, first, tokens);
        return true;
    }

    /** The mean over the patches in steps, each chosen. */
    private String pooled(SymbolGraph symbols, String y, float[] mean, int dim, int step) {
        double[] means = new double[dim];
        for (int i = 0; i < mean.length; i++) {
            means[i % dim] += mean[i];
        }
        for (int d = 0; d < dim; d++) {
            means[d] /= mean.length / dim;
        }
        float[] scales = codec.floats(PREFIX + "pooled.scales");
        String vector = graph.node("ReduceMean", List.of(y), ints("axes", 1), integer("keepdims", 1)); // [N, 1, D]
        String centred = graph.node("Sub", vector, graph.doubles("pooled.mean", means, dim));
        String coefficients = symbols.pooledCoefficients(centred, scales.length); // [N, K, 1]
        double size = codec.floats(PREFIX + "pooled.steps")[step];
        double[] steps = Arrays.stream(SymbolGraph.wide(scales))
                .map(scale -> size * scale)
                .toArray();
        int[] rows = Arrays.copyOfRange(
                codec.ints(PREFIX + "pooled.rows"), step * scales.length, (step + 1) * scales.length);
        return chosen(coefficients, steps, rows, scales.length, 1);
    }

    /** All frequencies but the first, in the grid's order. */
    private String tokens(SymbolGraph symbols, String y, float[] mean, int[] grid, int k, int step) {
        int patches = grid[0] * grid[1];
        int[] order = codec.ints(PREFIX + "tokens.order");
        float[] scales = codec.floats(PREFIX + "tokens.scales"); // [F, K]
        int[] rowOf = codec.ints(PREFIX + "tokens.rows"); // [N, F, K]
        double size = codec.floats(PREFIX + "tokens.steps")[step];
        double[] steps = new double[k * (patches - 1)];
        int[] rows = new int[steps.length];
        Arrays.fill(steps, 1);
        Arrays.fill(rows, -1);
        for (int place = 0; place < order.length; place++) {
            for (int c = 0; c < k; c++) {
                int at = c * (patches - 1) + order[place] - 1;
                steps[at] = size * scales[place * k + c];
                rows[at] = rowOf[(step * order.length + place) * k + c];
            }
        }
        String centred = graph.node(
                "Sub", y, graph.doubles("tokens.mean", SymbolGraph.wide(mean), patches, mean.length / patches));
        String frequencies = graph.slice(2, symbols.frequencies(centred, k, grid[0], grid[1]), 1, patches);
        return chosen(frequencies, steps, rows, k, patches - 1);
    }

    /** The symbol of each coefficient [N, K, F], as {@link org.nec4j.codec.model.SymbolChoice} takes it. */
    private String chosen(String coefficients, double[] steps, int[] rows, int k, int f) {
        String name = "choice" + choices++ + ".";
        String value = graph.node("Div", coefficients, graph.doubles(name + "steps", steps, k, f));
        String half = graph.precise(lambda == 0 ? rounding : 0.5);
        String sign = graph.node("Sign", value);
        String most = graph.node("Mul", sign, graph.node("Floor", graph.node("Add", graph.node("Abs", value), half)));
        String symbol = most;
        if (lambda > 0) {
            String next = graph.node("Sub", most, graph.node("Sign", most));
            Rows of = new Rows(name, rows, k, f);
            String better = graph.node("LessOrEqual", of.cost(value, next), of.cost(value, most));
            symbol = graph.node("Where", better, next, most);
        }
        double[] coded = new double[rows.length];
        Arrays.setAll(coded, i -> rows[i] < 0 ? 0 : 1);
        return graph.node("Mul", symbol, graph.doubles(name + "coded", coded, k, f));
    }

    /** What symbols [N, K, F] cost and stand for under their rows. */
    private final class Rows {
        private final String first; // of a row's entries in all bits
        private final String offset;
        private final String escape;
        private final String bits;
        private final String firstCentre;
        private final String centres;
        private final long magnitudes;
        private final String name;

        Rows(String name, int[] rows, int k, int f) {
            this.name = name;
            long[] firsts = new long[rows.length];
            long[] offsets = new long[rows.length];
            long[] escapes = new long[rows.length];
            long[] centresOf = new long[rows.length];
            long[] firstOf = new long[tables.rows()];
            double[] all = allBits(firstOf);
            float[] beyond = codec.floats(PREFIX + "centres");
            this.magnitudes = beyond.length / tables.rows();
            for (int i = 0; i < rows.length; i++) {
                int row = Math.max(0, rows[i]);
                firsts[i] = firstOf[row];
                offsets[i] = tables.offset(row);
                escapes[i] = tables.cdf(row).length - 2L;
                centresOf[i] = row * magnitudes - 1;
            }
            this.first = graph.longs(name + "first", firsts, k, f);
            this.offset = graph.longs(name + "offset", offsets, k, f);
            this.escape = graph.longs(name + "escape", escapes, k, f);
            this.firstCentre = graph.longs(name + "centre", centresOf, k, f);
            this.bits = graph.doubles(name + "bits", all, all.length);
            this.centres = graph.doubles(name + "centres", SymbolGraph.wide(beyond), beyond.length);
        }

        String cost(String value, String symbol) {
            String error = graph.node("Sub", value, standsFor(symbol));
            String price = graph.node("Mul", bits(symbol), graph.precise(lambda));
            return graph.node("Add", graph.node("Mul", error, error), price);
        }

        private String bits(String symbol) {
            String entry = graph.node("Sub", graph.cast(symbol, Kind.INT64), offset);
            String below = graph.node("Less", entry, graph.whole(0));
            String escaped = graph.node("Or", below, graph.node("GreaterOrEqual", entry, escape));
            String at = graph.node("Add", first, graph.node("Where", escaped, escape, entry));
            return graph.node("Gather", bits, at);
        }

        private String standsFor(String symbol) {
            String magnitude = graph.node("Abs", symbol);
            String bin = graph.node("Clip", graph.cast(magnitude, Kind.INT64), graph.whole(1), graph.whole(magnitudes));
            String beyond = graph.node("Gather", centres, graph.node("Add", firstCentre, bin));
            return graph.node("Mul", graph.node("Sign", symbol), graph.node("Add", magnitude, beyond));
        }
    }

    /** Bits of every entry of every row, what an escaped symbol's digits cost added to its escape. */
    private double[] allBits(long[] firstOf) {
        double[][] bits = new double[tables.rows()][];
        int count = 0;
        for (int row = 0; row < bits.length; row++) {
            int[] cdf = tables.cdf(row);
            firstOf[row] = count;
            bits[row] = new double[cdf.length - 1];
            for (int i = 0; i < bits[row].length; i++) {
                bits[row][i] = (float) (CdfTables.PRECISION - StrictMath.log(cdf[i + 1] - cdf[i]) / StrictMath.log(2));
            }
            bits[row][bits[row].length - 1] += ESCAPED;
            count += bits[row].length;
        }
        double[] all = new double[count];
        for (int row = 0; row < bits.length; row++) {
            System.arraycopy(bits[row], 0, all, (int) firstOf[row], bits[row].length);
        }
        return all;
    }

    /** [N, k, F] with rows of 0 up to [N, most, F]. */
    private String padded(String value, int k, int most) {
        return k == most ? value : pad(value, 0, 0, 0, 0, most - k, 0);
    }

    /** Puts columns [N, K, F] behind that of a class token, and columns of 0 behind them where there are fewer than patches. */
    private void placed(SymbolGraph symbols, String value, int components, int columns, int first, int tokens) {
        int behind = tokens - first - columns;
        String whole = first + behind == 0 ? value : pad(value, 0, 0, first, 0, 0, behind);
        symbols.whole(whole, SymbolGraph.SYMBOLS, components);
    }

    private String pad(String value, long... pads) {
        return graph.node("Pad", value, graph.longs("pads" + choices++, pads));
    }
}
