package org.nec4j.transform;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.model.CodecWriter;

/**
 * A transform codec in closed form, from training embeddings alone: Karhunen-Loeve transform of the tokens, cosine transform over
 * their grid, one dead-zone quantizer for all coefficients (equal steps are reverse water-filling), and the symbols' frequencies.
 */
public final class TransformFit {
    /** Where magnitudes round up: a coefficient barely above half a step costs more bits than its error is worth. */
    public static final double ROUNDING = 1 / 3.0;

    private TransformFit() {}

    /**
     * Fits a codec; what an encoder needs beside it is still to be added.
     *
     * @param embeddings of the training images, each [1 + side * side, dim] with the class token first
     * @param dim        numbers a token
     * @param step       of the quantizer, in units of the embedding
     * @throws UserException where tokens are no square grid, or the step leaves nothing to code
     */
    public static CodecWriter fit(List<float[]> embeddings, int dim, double step) {
        int side = gridSide(embeddings.get(0).length / dim);
        KarhunenLoeve klt = KarhunenLoeve.fit(embeddings, dim);
        TokenCosine transform = new TokenCosine(klt, side);
        List<double[]> coefficients =
                embeddings.parallelStream().map(transform::analyse).toList();
        GroupedSymbols symbols = GroupedSymbols.of(
                coefficients, GroupedSymbols.ofEqualSpread(coefficients), new DeadZoneQuantizer(step, ROUNDING));
        int tokens = 1 + side * side;
        int last = IntStream.range(0, symbols.rowOf().length)
                .filter(i -> symbols.rowOf()[i] >= 0)
                .max()
                .orElseThrow(() -> new UserException("transform.step: a step of " + step
                        + " quantizes every training embedding to its mean; choose a smaller one"));
        int components = last / tokens + 1;
        float[] axes = new float[components * dim];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = (float) klt.axes()[i / dim][i % dim];
        }
        return CodecWriter.transform(
                floats(klt.mean()),
                axes,
                floats(transform.basis()),
                (float) step,
                (float) ROUNDING,
                Arrays.copyOf(symbols.rowOf(), components * tokens),
                flat(symbols.centres()),
                symbols.tables());
    }

    private static int gridSide(int tokens) {
        int side = (int) Math.rint(Math.sqrt(tokens - 1));
        if (side < 1 || side * side + 1 != tokens) {
            throw new UserException(tokens + " tokens are not a class token and a square grid of patches");
        }
        return side;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static float[] floats(double[][] rows) {
        return floats(Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, flat, row * rows[0].length, rows[0].length);
        }
        return flat;
    }
}
