package org.nec4j.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.data.ImageSize;
import org.nec4j.eval.Embeddings;

/** Against scikit-learn; {@code ridge.py} made the numbers. */
class RidgeHeadTest {
    private static final int DIM = 5;
    private static final int TOKENS = 10;

    private static final ImageSize TILE = ImageSize.square(26);

    @Test
    void givesThePartsOfATokenTheSharesOfScikitLearnsRidge() throws IOException {
        try (SafeTensors peer = peer()) {
            List<float[]> tiles = rows(peer.floats("tiles"), TOKENS * DIM);
            List<byte[]> labels = labels(peer);
            List<float[]> expected = rows(peer.floats("scores"), 12 * 12 * 3);

            RidgeHead head = RidgeHead.fit(embeddings(tiles.subList(0, 20)), TILE, labels.subList(0, 20), 3, 0.01);
            List<float[]> scores = head.scores(tiles.subList(20, 30));

            assertThat(scores).hasSize(10);
            for (int i = 0; i < 10; i++) {
                assertThat(scores.get(i)).containsExactly(expected.get(i), within(1e-5f));
            }
        }
    }

    @Test
    void aClassTokenMakesNoDifference() throws IOException {
        try (SafeTensors peer = peer()) {
            List<float[]> tiles = rows(peer.floats("tiles"), TOKENS * DIM);
            List<float[]> without = tiles.stream()
                    .map(tile -> Arrays.copyOfRange(tile, DIM, tile.length))
                    .toList();
            List<byte[]> labels = labels(peer);

            List<float[]> one =
                    RidgeHead.fit(embeddings(tiles), TILE, labels, 3, 0.1).scores(tiles);
            List<float[]> other = RidgeHead.fit(
                            new Embeddings(TOKENS - 1, DIM, without, new int[without.size()]), TILE, labels, 3, 0.1)
                    .scores(without);

            for (int i = 0; i < one.size(); i++) {
                assertThat(one.get(i)).isEqualTo(other.get(i));
            }
        }
    }

    @Test
    void standardizesEveryChannelOverTheTokensOfPatches() throws IOException {
        try (SafeTensors peer = peer()) {
            Embeddings tiles = embeddings(rows(peer.floats("tiles"), TOKENS * DIM));

            Embeddings standardized = TokenStandardization.fit(tiles, TILE).apply(tiles);

            for (int d = 0; d < DIM; d++) {
                double sum = 0;
                double squares = 0;
                for (float[] tile : standardized.values()) {
                    for (int t = 1; t < TOKENS; t++) {
                        sum += tile[t * DIM + d];
                        squares += tile[t * DIM + d] * tile[t * DIM + d];
                    }
                }
                assertThat(sum / 270).isCloseTo(0, within(1e-6));
                assertThat(squares / 270).isCloseTo(1, within(1e-6));
            }
        }
    }

    private static Embeddings embeddings(List<float[]> tiles) {
        return new Embeddings(TOKENS, DIM, tiles, new int[tiles.size()]);
    }

    private static List<byte[]> labels(SafeTensors peer) {
        List<byte[]> labels = new ArrayList<>();
        for (float[] row : rows(peer.floats("labels"), 26 * 26)) {
            byte[] bytes = new byte[row.length];
            for (int i = 0; i < row.length; i++) {
                bytes[i] = (byte) (int) row[i];
            }
            labels.add(bytes);
        }
        return labels;
    }

    private static List<float[]> rows(float[] all, int length) {
        List<float[]> rows = new ArrayList<>();
        for (int at = 0; at < all.length; at += length) {
            rows.add(Arrays.copyOfRange(all, at, at + length));
        }
        return rows;
    }

    private static SafeTensors peer() throws IOException {
        try (InputStream in = RidgeHeadTest.class.getResourceAsStream("ridge.safetensors")) {
            return SafeTensors.of(in.readAllBytes(), "ridge.safetensors");
        }
    }
}
