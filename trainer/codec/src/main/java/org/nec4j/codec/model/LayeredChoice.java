package org.nec4j.codec.model;

import java.util.zip.CRC32;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Bytes;

/** An encoder's half of a layered codec: which symbols an embedding gets at an operating point. */
final class LayeredChoice {
    private final LayeredParts parts;
    private final ContextFeatures.Layout layout;
    private final SymbolChoice choice;

    LayeredChoice(LayeredParts parts) {
        this.parts = parts;
        this.layout = parts.layout();
        this.choice = new SymbolChoice(parts.tables(), parts.centres(), parts.lambda(), parts.rounding());
    }

    /** An embedding's symbols, at the rung that it is coded at. */
    record Chosen(int rung, LayeredSymbols symbols) {}

    /** The symbols of an embedding y [tokens, dim]; throws UserException for one of another size or beyond what can be coded. */
    Chosen at(Rungs.Point point, float[] y, int tokens) {
        if (tokens != parts.all()) {
            throw new UserException("this codec codes " + parts.all() + " tokens, a grid of " + parts.height() + " x "
                    + parts.width() + (parts.first() == 1 ? " and a class token" : "") + ", not " + tokens);
        }
        Quantizer.checkRange(y, parts.pooled().dim());
        double[] centred = centred(y);
        double[] coefficients = parts.pooled().analyse(pooledOf(y));
        int rung = point.rung();
        if (point.share() > 0 && share(coefficients, rung) < point.share()) {
            rung++;
        }
        int pooledStep = parts.rungs().pooled()[rung];
        LayeredSymbols sequence = LayeredSymbols.of(parts, layout);
        int[] pooled = choosePooled(coefficients, pooledStep, sequence);
        int tokenStep = parts.rungs().tokens()[rung];
        if (tokenStep >= 0) {
            TokenLayer layer = parts.tokens().orElseThrow();
            double[] differences = layer.analyse(centred);
            sequence.tokens(
                    layer,
                    tokenStep,
                    pooledStep,
                    pooled,
                    (row, place, k) -> choice.symbol(
                            layer.inSteps(differences[place * layer.components() + k], tokenStep, place, k), row));
        }
        return new Chosen(rung, sequence);
    }

    private int[] choosePooled(double[] coefficients, int step, LayeredSymbols sequence) {
        return sequence.pooled(
                step, (row, place, k) -> choice.symbol(parts.pooled().inSteps(coefficients[k], step, k), row));
    }

    /** A number below 65536 that an embedding's pooled symbols give: the same image meets the same choice in whatever company. */
    int draw(float[] y, int rung) {
        return share(parts.pooled().analyse(pooledOf(y)), rung);
    }

    private int share(double[] coefficients, int rung) {
        Bytes symbols = new Bytes();
        for (int symbol :
                choosePooled(coefficients, parts.rungs().pooled()[rung], LayeredSymbols.ofPooled(parts, layout))) {
            symbols.putInt(symbol);
        }
        CRC32 crc = new CRC32();
        crc.update(symbols.toArray());
        return (int) (crc.getValue() >>> 16);
    }

    /** The patch tokens less the means at their places. */
    private double[] centred(float[] y) {
        int from = parts.first() * parts.pooled().dim();
        double[] centred = new double[parts.mean().length];
        for (int i = 0; i < centred.length; i++) {
            centred[i] = (double) y[from + i] - parts.mean()[i];
        }
        return centred;
    }

    /** The mean [dim] over the patch tokens of y [tokens, dim]. */
    private double[] pooledOf(float[] y) {
        return PooledCoefficients.mean(
                y, parts.first() * parts.pooled().dim(), parts.pooled().dim());
    }
}
