package org.nec4j.codec.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.entropy.RansDecoder;
import org.nec4j.codec.entropy.RansEncoder;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;

/**
 * Transform coding: the coefficients of a {@link TokenTransform}, all quantized with one step, each coded under the table that
 * its row of the model names. One step for orthonormal coefficients spends a rate where it lowers the squared error most (reverse
 * water-filling).
 *
 * <pre>
 *   symbol = sign(c) * floor(|c| / step + rounding);   value = sign(symbol) * (|symbol| + centre[row][min(|symbol|, M)]) * step
 * </pre>
 */
final class TransformCoder implements LatentCoder {
    static final String MODEL = "transform";

    /** Payload is one stream of the compatible coder, the coded coefficients in the order of their places. */
    static final int KIND = 2;

    private final TokenTransform transform;
    private final double step;
    private final double rounding;
    private final int[] places; // of the coded coefficients in [K, tokens]
    private final int[] rows; // of the tables, one a coded coefficient
    private final Centres centres;
    private final CdfTables tables;

    /**
     * By its numbers.
     *
     * @param step     width of a quantization step
     * @param rounding share of a step above which magnitudes round up; 1/2 is plain rounding, less leaves a dead zone
     * @param rowOf    [K, tokens], each coefficient's row of the tables, -1 for one that is always 0
     * @param centres  [rows, M], how far beyond its magnitude 1, 2, ... M and more a coefficient lies on average, in steps
     */
    TransformCoder(
            TokenTransform transform, float step, float rounding, int[] rowOf, float[] centres, CdfTables tables) {
        if (!(step > 0 && step < Float.POSITIVE_INFINITY) || !(rounding > 0 && rounding <= 0.5f)) {
            throw new UserException("a step of " + step + " with a rounding of " + rounding
                    + " is no quantizer; steps are positive, roundings lie above 0 and up to 0.5");
        }
        if (rowOf.length != transform.components() * transform.tokens()) {
            throw new UserException(rowOf.length + " rows do not fit " + transform.components() + " components of "
                    + transform.tokens() + " tokens");
        }
        Centres of = new Centres(centres, tables.rows());
        for (int row : rowOf) {
            if (row < -1 || row >= tables.rows()) {
                throw new UserException("a coefficient names row " + row + " of " + tables.rows());
            }
        }
        transform.reach(of.reach() * step);
        this.transform = transform;
        this.step = step;
        this.rounding = rounding;
        this.places =
                IntStream.range(0, rowOf.length).filter(i -> rowOf[i] >= 0).toArray();
        this.rows = Arrays.stream(places).map(i -> rowOf[i]).toArray();
        this.centres = of;
        this.tables = tables;
    }

    @Override
    public String model() {
        return MODEL;
    }

    @Override
    public int dim() {
        return transform.dim();
    }

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public byte[] encode(float[] y, int tokens) {
        return RansEncoder.encode(symbols(y, tokens), rows, tables);
    }

    /**
     * Each coefficient's, in place of a channel the axis, in place of a token the place in the transformed grid; at the tokens, what
     * falls to them by the energy of the coefficients' basis functions.
     */
    @Override
    public CodedSymbols costs(float[] y, int tokens) {
        int[] coded = symbols(y, tokens);
        int[] symbols = new int[dim() * tokens];
        double[] bits = new double[symbols.length];
        for (int i = 0; i < coded.length; i++) {
            symbols[places[i]] = coded[i];
            bits[places[i]] = tables.bits(rows[i], coded[i]);
        }
        return new CodedSymbols(symbols, bits, new double[tokens], transform.overTokens(bits));
    }

    private int[] symbols(float[] y, int tokens) {
        if (tokens != transform.tokens()) {
            throw new UserException("this codec codes " + transform.tokens()
                    + " tokens, a class token and a square grid, not " + tokens);
        }
        Quantizer.checkRange(y, dim());
        double[] coefficients = transform.analyse(y);
        int[] symbols = new int[places.length];
        for (int i = 0; i < symbols.length; i++) {
            double value = coefficients[places[i]];
            double magnitude = Math.floor(Math.abs(value) / step + rounding);
            if (magnitude > Integer.MAX_VALUE) {
                throw new UserException("the coefficient " + value + " of axis " + places[i] / tokens + ", place "
                        + places[i] % tokens + " cannot be coded in steps of " + step);
            }
            symbols[i] = (int) (value < 0 ? -magnitude : magnitude);
        }
        return symbols;
    }

    @Override
    public byte[] payload(List<byte[]> streams) {
        return LatentCoder.single(streams);
    }

    @Override
    public float[] decode(byte[] payload, int kind, int tokens) {
        if (kind != KIND) {
            throw new FormatException("a stream of kind " + kind + " does not belong to a transform codec", 0);
        }
        if (tokens != transform.tokens()) {
            throw new FormatException(
                    "a stream of " + tokens + " tokens does not belong to a codec of " + transform.tokens(), 0);
        }
        int[] symbols = RansDecoder.decode(payload, rows, tables);
        double[] coefficients = new double[transform.components() * tokens];
        for (int i = 0; i < symbols.length; i++) {
            coefficients[places[i]] = centres.value(symbols[i], rows[i]) * step;
        }
        return transform.synthesize(coefficients);
    }
}
