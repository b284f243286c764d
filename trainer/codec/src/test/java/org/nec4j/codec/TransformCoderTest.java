package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.codec.model.ForgedCodec;

class TransformCoderTest extends LatentCoderBattery {
    private static final int DIM = 6;
    private static final int SIDE = 3;
    private static final int TOKENS = 1 + SIDE * SIDE;
    private static final float STEP = 0.25f;

    /** Of the grid of a codec that codes a test's own symbols: room for 3,000 of them. */
    private static final int LARGE_SIDE = 32;

    @Override
    CodecWriter writer() {
        return TestCodecs.transformWriter(DIM, SIDE, STEP);
    }

    @Override
    CodecWriter writerUnder(int[] cdf, int offset) {
        return TestCodecs.transformUnder(LARGE_SIDE, cdf, offset);
    }

    @Override
    int tokensUnder(int atLeast) {
        return 1 + LARGE_SIDE * LARGE_SIDE;
    }

    @Override
    int tokens(int liked) {
        return TOKENS;
    }

    /** Orthonormal rows keep lengths, up to the float32 they are kept in: half a step a coefficient. */
    @Override
    void checkNeighbours(float[] y, float[] decoded) {
        double error = 0;
        double power = 0;
        for (int i = 0; i < y.length; i++) {
            error += Math.pow(decoded[i] - y[i], 2);
            power += Math.pow(y[i], 2);
        }
        assertThat(Math.sqrt(error)).isLessThan(STEP / 2 * Math.sqrt(y.length) + 1e-6 * Math.sqrt(power));
    }

    @Test
    void codesItsOwnOutputToItself() {
        byte[] stream = codec.encode(embedding(TOKENS, 3, 2));
        assertThat(codec.encode(codec.decode(stream))).isEqualTo(stream);
    }

    @Test
    void theBitsOfAFrequencyLieWhereItsBasisFunctionHasItsEnergy() {
        int side = 4;
        int tokens = 1 + side * side;
        float[] axes = {1, 0, 0, 0, 1, 0, 0, 0, 1};
        CdfTables tables = CdfTables.of(new int[][] {{0, 500, 2000, 60000, 64000, 65500, 65536}}, new int[] {-2});
        Codec cosines = Codec.of(
                CodecWriter.transform(
                                new float[3], axes, cosines(side), STEP, .5f, new int[3 * tokens], new float[1], tables)
                        .toBytes(),
                "cosines");
        SymbolCosts empty = cosines.costs(new Embedding(tokens, 3, new float[tokens * 3]));
        for (int u = 0; u < side; u++) {
            for (int v = 0; v < side; v++) {
                float[] y = new float[tokens * 3];
                double[] energy = new double[tokens];
                for (int t = 1; t < tokens; t++) {
                    double value = cosine(side, u, (t - 1) / side) * cosine(side, v, (t - 1) % side);
                    y[t * 3 + 1] = (float) (2 * STEP * value);
                    energy[t] = value * value;
                }
                SymbolCosts costs = cosines.costs(new Embedding(tokens, 3, y));
                assertThat(costs.symbols()[tokens + 1 + u * side + v]).isEqualTo(2);
                double more = costs.total() - empty.total();
                assertThat(more).isGreaterThan(1);
                for (int t = 0; t < tokens; t++) {
                    assertThat(costs.ofToken(t) - empty.ofToken(t))
                            .as("frequency %d, %d, token %d", u, v, t)
                            .isCloseTo(more * energy[t], within(1e-6));
                }
            }
        }
    }

    /** Orthonormal rows of the discrete cosine transform, [side, side]. */
    private static float[] cosines(int side) {
        float[] rows = new float[side * side];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) cosine(side, i / side, i % side);
        }
        return rows;
    }

    private static double cosine(int side, int frequency, int place) {
        return Math.sqrt((frequency == 0 ? 1.0 : 2.0) / side) * Math.cos(Math.PI * (place + 0.5) * frequency / side);
    }

    @Test
    void refusesOtherNumbersOfTokens() {
        assertThatThrownBy(() -> codec.encode(new Embedding(TOKENS - 1, DIM, new float[(TOKENS - 1) * DIM])))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("10 tokens, a class token and a square grid, not 9");
        StreamFrame good = StreamFrame.read(codec.encode(embedding(TOKENS, 1, 1)));
        byte[] other = new StreamFrame(good.kind(), good.codecPrefix(), TOKENS - 1, good.payload()).toBytes();
        assertThatThrownBy(() -> codec.decode(other))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("a stream of 9 tokens does not belong to a codec of 10");
    }

    @Test
    void refusesCoefficientsThatNoIntHolds() {
        float[] y = new float[TOKENS * DIM];
        y[0] = 2e9f;
        assertThatThrownBy(() -> codec.encode(new Embedding(TOKENS, DIM, y)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("cannot be coded in steps of 0.25");
    }

    @Test
    void refusesNumbersThatAreNoTransformCodec() {
        CdfTables tables = CdfTables.of(new int[][] {{0, 30000, 65536}}, new int[] {0});
        float[] plane = {1};
        int[] rows = {0, 0};
        float[] centres = {0};
        assertThatThrownBy(() ->
                        CodecWriter.transform(new float[] {0}, new float[2], plane, 1, .5f, rows, centres, tables))
                .hasMessageContaining("axes of 2 numbers");
        assertThatThrownBy(() -> CodecWriter.transform(
                        new float[] {0}, new float[] {1}, new float[2], 1, .5f, rows, centres, tables))
                .hasMessageContaining("square grid");
        for (float step : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> CodecWriter.transform(
                            new float[] {0}, new float[] {1}, plane, step, .5f, rows, centres, tables))
                    .hasMessageContaining("step");
        }
        assertThatThrownBy(() -> CodecWriter.transform(
                        new float[] {0}, new float[] {1}, plane, 1, .5f, new int[] {0, 1}, centres, tables))
                .hasMessageContaining("row 1 of 1");
        assertThatThrownBy(() -> CodecWriter.transform(
                        new float[] {Float.NaN}, new float[] {1}, plane, 1, .5f, rows, centres, tables))
                .hasMessageContaining("NaN");
    }

    @Test
    void refusesNumbersUnderWhichSomeStreamWouldOverflow() {
        byte[] good = writer().toBytes();
        for (String name : new String[] {"transform.step", "transform.mean", "transform.axes", "transform.centres"}) {
            assertThatThrownBy(() -> Codec.of(ForgedCodec.with(good, name, 3e38f), "hostile"))
                    .as(name)
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("hostile: its weights let the components of embeddings grow");
        }
        Codec.of(ForgedCodec.with(good, "transform.step", 1e6f), "coarse");
    }
}
