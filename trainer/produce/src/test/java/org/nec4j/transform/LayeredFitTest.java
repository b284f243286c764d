package org.nec4j.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.model.LayeredCoder;

/** Embeddings of a grid that is not square, each number of a token a slow wave over it, faster down than across. */
class LayeredFitTest {
    private static final int DIM = 6;
    private static final TokenGrid GRID = new TokenGrid(4, 6, true);
    private static final LayeredSteps STEPS = LayeredSteps.both(0.1, 0.2);

    private final List<float[]> learning = embeddings(200, 1);
    private final List<float[]> others = embeddings(60, 2);

    private static List<float[]> embeddings(int count, long seed) {
        Random random = new Random(seed);
        List<float[]> embeddings = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            float[] y = new float[GRID.tokens() * DIM];
            for (int d = 0; d < DIM; d++) {
                double size = random.nextGaussian();
                double phase = 2 * Math.PI * random.nextDouble();
                y[d] = (float) random.nextGaussian();
                for (int row = 0; row < GRID.height(); row++) {
                    for (int column = 0; column < GRID.width(); column++) {
                        double wave = size * Math.sin(phase + 0.5 * row + 0.25 * column) + 0.02 * random.nextGaussian();
                        y[(1 + row * GRID.width() + column) * DIM + d] = (float) (wave + d);
                    }
                }
            }
            embeddings.add(y);
        }
        return embeddings;
    }

    private LayeredCoder coder(TokenGrid grid, boolean context) {
        LayerBases bases = LayerBases.closedForm(learning, DIM, grid);
        return LayeredCoder.of(
                new LayeredFit(bases, STEPS, learning, context).writer(others).toBytes());
    }

    private double bytes(LayeredCoder coder) {
        return bytes(coder, others);
    }

    private static double bytes(LayeredCoder coder, List<float[]> of) {
        return of.stream()
                .mapToInt(y -> LayeredCoder.FRAME_BYTES + coder.encode(y, GRID.tokens()).length)
                .average()
                .orElseThrow();
    }

    @Test
    void codesTokensOfAGridThatIsNotSquareToWithinItsStep() {
        LayeredCoder coder = coder(GRID, true).atStep(0.1);
        double squares = 0;
        for (float[] y : others) {
            float[] decoded = coder.decode(coder.encode(y, GRID.tokens()), coder.kind(), GRID.tokens());
            for (int i = DIM; i < y.length; i++) {
                squares += Math.pow(decoded[i] - y[i], 2) / others.size() / (y.length - DIM);
            }
        }
        assertThat(Math.sqrt(squares)).isLessThan(0.1);
    }

    @Test
    void transformsTheTwoSidesOfAGridByTheirOwnCosines() {
        // The same tokens, laid out as they do not lie: neighbours are none, and cost more.
        double otherwise = bytes(coder(new TokenGrid(6, 4, true), false));
        assertThat(bytes(coder(GRID, false))).isLessThan(0.9 * otherwise);
    }

    @Test
    void decodesThePooledVectorOfAGridThatIsNotSquareAlone() {
        LayeredCoder coder = coder(GRID, true);
        for (float[] y : others.subList(0, 5)) {
            byte[] payload = coder.encode(y, GRID.tokens());
            float[] whole = GRID.pooled(coder.decode(payload, coder.kind(), GRID.tokens()), DIM);
            assertThat(coder.pooled(payload)).containsExactly(whole, within(1e-5f));
        }
    }

    @Test
    void meetsATargetInBytesOnTheEmbeddingsThatItIsGiven() {
        LayeredCoder coder = coder(GRID, false);
        List<float[]> louder = others.stream().map(y -> scaled(y, 1.5f)).toList();
        double coarse = bytes(coder.atStep(0.2), louder);
        double fine = bytes(coder.atStep(0.2 / Math.sqrt(2)), louder);
        for (double share : new double[] {0, 0.2, 0.5, 0.9}) {
            double target = coarse + share * (fine - coarse);
            assertThat(bytes(coder.atBytes(target, louder), louder)).isCloseTo(target, within(0.005 * target));
            // By the rates of the embeddings that it was measured on it goes wrong.
            assertThat(bytes(coder.atBytes(target), louder)).isGreaterThan(1.03 * target);
        }
    }

    private static float[] scaled(float[] y, float factor) {
        float[] scaled = new float[y.length];
        for (int i = 0; i < y.length; i++) {
            scaled[i] = factor * y[i];
        }
        return scaled;
    }
}
