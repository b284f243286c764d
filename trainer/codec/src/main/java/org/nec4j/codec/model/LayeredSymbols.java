package org.nec4j.codec.model;

import org.nec4j.codec.entropy.RangeEncoder;

/**
 * The symbols of one stream in its order, each with the row of the tables that it is coded under and its place. An encoder and a decoder walk
 * the same way through the coefficients and differ in where a symbol comes from alone.
 */
final class LayeredSymbols {
    private final LayeredParts parts;
    private final ContextFeatures.Layout layout;
    private final int[] symbols;
    private final int[] rows;
    private final int[] places; // [K, tokens] flattened
    private int count;

    /** Where the symbol of a coefficient comes from: an encoder chooses it, a decoder reads it. */
    interface Source {
        int symbol(int row, int place, int k);
    }

    private LayeredSymbols(LayeredParts parts, ContextFeatures.Layout layout, int most) {
        this.parts = parts;
        this.layout = layout;
        this.symbols = new int[most];
        this.rows = new int[most];
        this.places = new int[most];
    }

    /** Room for a pooled layer alone. */
    static LayeredSymbols ofPooled(LayeredParts parts, ContextFeatures.Layout layout) {
        return new LayeredSymbols(parts, layout, parts.pooled().components());
    }

    /** Room for all layers. */
    static LayeredSymbols of(LayeredParts parts, ContextFeatures.Layout layout) {
        return new LayeredSymbols(
                parts,
                layout,
                parts.pooled().components()
                        + parts.tokens()
                                .map(layer -> layer.frequencies() * layer.components())
                                .orElse(0));
    }

    private void add(int symbol, int row, int place) {
        symbols[count] = symbol;
        rows[count] = row;
        places[count++] = place;
    }

    /** The stream of what was walked through, at an operating point. */
    byte[] payload(int rung) {
        RangeEncoder out =
                new RangeEncoder(parts.tables()).uniform(rung, parts.rungs().count());
        for (int i = 0; i < count; i++) {
            out.put(symbols[i], rows[i]);
        }
        return out.finish();
    }

    /** Writes symbols and their bits to their places, [K, tokens]. */
    void write(int[] symbolsAt, double[] bitsAt) {
        for (int i = 0; i < count; i++) {
            symbolsAt[places[i]] = symbols[i];
            bitsAt[places[i]] = parts.tables().bits(rows[i], symbols[i]);
        }
    }

    /** The pooled layer's symbols [K]. */
    int[] pooled(int step, Source source) {
        PooledCoefficients layer = parts.pooled();
        int[] taken = new int[layer.components()];
        for (int k = 0; k < taken.length; k++) {
            int row = layer.row(step, k);
            if (row >= 0) {
                taken[k] = source.symbol(row, 0, k);
                add(taken[k], row, k * parts.all() + parts.first());
            }
        }
        return taken;
    }

    /** The token layer's values [F, K] in steps. */
    double[] tokens(TokenLayer layer, int step, int pooledStep, int[] pooled, Source source) {
        int components = layer.components();
        double[] values = new double[layer.frequencies() * components];
        TokenRows rowsOf = parts.context()
                .map(context -> context.rows(layout, step, pooledStep, pooled))
                .orElse(layer.rows(step));
        for (int place = 0; place < layer.frequencies(); place++) {
            for (int k = 0; k < components; k++) {
                if (layer.row(step, place, k) < 0) {
                    continue;
                }
                int row = rowsOf.row(place, k);
                int symbol = source.symbol(row, place, k);
                rowsOf.put(place, k, symbol);
                values[place * components + k] = parts.centres().value(symbol, row);
                add(symbol, row, k * parts.all() + parts.first() + layer.frequency(place));
            }
        }
        return values;
    }
}
