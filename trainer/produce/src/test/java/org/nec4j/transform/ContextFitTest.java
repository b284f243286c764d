package org.nec4j.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.model.LayeredCoder;

/** Embeddings some of which vary more than others: whoever has seen a few coefficients of one knows how large the others will be. */
class ContextFitTest {
    private static final int DIM = 12;
    private static final TokenGrid GRID = new TokenGrid(4, 4, true);
    private static final LayeredSteps STEPS =
            new LayeredSteps(new double[] {0.5}, new double[] {1, 0.5}, new int[][] {{0, -1}, {0, 0}, {0, 1}}, 0, 1, 2);

    private final List<float[]> learning = embeddings(300, 1);
    private final List<float[]> others = embeddings(100, 2);

    private static List<float[]> embeddings(int count, long seed) {
        Random random = new Random(seed);
        List<float[]> embeddings = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            double loud = Math.exp(1.2 * random.nextGaussian()) / 3;
            float[] y = new float[GRID.tokens() * DIM];
            for (int i = 0; i < y.length; i++) {
                y[i] = (float) (loud * random.nextGaussian());
            }
            embeddings.add(y);
        }
        return embeddings;
    }

    private byte[] codec(boolean context) {
        LayerBases bases = LayerBases.closedForm(learning, DIM, GRID);
        return new LayeredFit(bases, STEPS, learning, context).writer(others).toBytes();
    }

    private double bytes(LayeredCoder coder) {
        return others.stream()
                .mapToInt(y -> coder.encode(y, GRID.tokens()).length)
                .average()
                .orElseThrow();
    }

    private double squares(LayeredCoder coder) {
        double sum = 0;
        for (float[] y : others) {
            float[] decoded = coder.decode(coder.encode(y, GRID.tokens()), coder.kind(), GRID.tokens());
            for (int i = DIM; i < y.length; i++) {
                sum += Math.pow(decoded[i] - y[i], 2);
            }
        }
        return sum / others.size();
    }

    @Test
    void takesFewerBytesAndErrsNoMoreOnEmbeddingsItHasNotSeen() {
        for (int rung = 1; rung <= 2; rung++) {
            LayeredCoder with = LayeredCoder.of(codec(true)).atRung(rung);
            LayeredCoder without = LayeredCoder.of(codec(false)).atRung(rung);
            assertThat(bytes(with)).isLessThan(0.9 * bytes(without));
            assertThat(squares(with)).isLessThan(1.01 * squares(without));
        }
    }

    @Test
    void comesOutAlikeEveryTime() {
        assertThat(codec(true)).isEqualTo(codec(true));
    }

    @Test
    void leavesAStepAloneThatNothingReaches() {
        LayeredSteps coarse =
                new LayeredSteps(new double[] {0.5}, new double[] {1e5}, new int[][] {{0, -1}, {0, 0}}, 0, 1, 1);
        LayerBases bases = LayerBases.closedForm(learning, DIM, GRID);
        byte[] codec =
                new LayeredFit(bases, coarse, learning, true).writer(List.of()).toBytes();
        LayeredCoder whole = LayeredCoder.of(codec).atRung(1);
        LayeredCoder pooled = LayeredCoder.of(codec).atRung(0);
        byte[] stream = whole.encode(others.get(0), GRID.tokens());
        assertThat(whole.pooled(stream)).isEqualTo(pooled.pooled(pooled.encode(others.get(0), GRID.tokens())));
    }
}
