package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a codec of every entropy model must do with embeddings; a model's test inherits it and brings a codec. */
abstract class LatentCoderBattery {
    final Codec codec = codec();

    abstract Codec codec();

    /** The largest standard deviation of values that the model can code. */
    double largestScale() {
        return 1e8;
    }

    /** How far float32 may carry the decoded value beyond half a step from y[i]. */
    float rounding(float[] y, int i) {
        return Math.abs(y[i]) * 0x1p-22f;
    }

    float[] randomValues(int tokens, double scale, long seed) {
        Random random = new Random(seed);
        float[] y = new float[tokens * codec.dim()];
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) (scale * random.nextGaussian());
        }
        return y;
    }

    private void decodesToNeighbours(int tokens, float[] y) {
        byte[] stream = codec.encode(new Embedding(tokens, codec.dim(), y));
        Embedding decoded = codec.decode(stream);
        assertThat(decoded.tokens()).isEqualTo(tokens);
        for (int i = 0; i < y.length; i++) {
            float slack = 0.50001f + rounding(y, i);
            assertThat(decoded.values()[i]).isBetween(y[i] - slack, y[i] + slack);
        }
    }

    private List<byte[]> streams() {
        return IntStream.range(0, 50)
                .mapToObj(i -> codec.encode(new Embedding(2, codec.dim(), randomValues(2, 2, i))))
                .toList();
    }

    @Test
    void codesNoToken() {
        decodesToNeighbours(0, new float[0]);
    }

    @Test
    void codesOneToken() {
        decodesToNeighbours(1, randomValues(1, 3, 1));
    }

    @Test
    void spendsNoMoreThanItsTablesSayAndEightBytesAStream() {
        for (int tokens : new int[] {0, 1, 17, 197}) {
            Embedding embedding = new Embedding(tokens, codec.dim(), randomValues(tokens, 2, tokens));
            int payload = StreamFrame.read(codec.encode(embedding)).payload().length;
            double bytes = codec.bits(embedding) / 8;
            assertThat((double) payload).isBetween(bytes, bytes * 1.0001 + 8 * streamsAnEmbedding());
        }
    }

    @Test
    void theCostsOfTokensAndChannelsAddUpToTheBits() {
        Embedding embedding = new Embedding(17, codec.dim(), randomValues(17, 2, 3));
        SymbolCosts costs = codec.costs(embedding);
        double tokens = IntStream.range(0, 17).mapToDouble(costs::ofToken).sum();
        double channels =
                IntStream.range(0, codec.dim()).mapToDouble(costs::ofChannel).sum();
        assertThat(tokens).isCloseTo(codec.bits(embedding), within(1e-6));
        assertThat(channels + costs.side()).isCloseTo(codec.bits(embedding), within(1e-6));
    }

    @Test
    void aTokenFarFromTheOthersIsTheOneThatCosts() {
        float[] y = randomValues(17, 0.1, 4);
        for (int c = 0; c < codec.dim(); c++) {
            y[5 * codec.dim() + c] += 40;
        }
        SymbolCosts costs = codec.costs(new Embedding(17, codec.dim(), y));
        int dearest = IntStream.range(0, 17)
                .boxed()
                .max(Comparator.comparingDouble(costs::ofToken))
                .orElseThrow();
        assertThat(dearest).isEqualTo(5);
    }

    /** Entropy-coded streams in a payload; the length that parts two of them counts as half a one. */
    double streamsAnEmbedding() {
        return 1;
    }

    @Test
    void codesTheSameToTheSameBytes() {
        Embedding embedding = new Embedding(17, codec.dim(), randomValues(17, 2, 8));
        assertThat(codec.encode(embedding)).isEqualTo(codec.encode(embedding));
    }

    @Test
    void codesFourThousandAndNinetySixTokens() {
        decodesToNeighbours(4096, randomValues(4096, 1, 2));
    }

    @Test
    void codesValuesFarOutsideItsTables() {
        for (double scale = 1e-3; scale <= largestScale(); scale *= 10) {
            decodesToNeighbours(5, randomValues(5, scale, 3));
        }
    }

    @Test
    void refusesValuesThatAreNoNumbersOrBeyondInt() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e10f, -1e10f}) {
            float[] y = randomValues(2, 1, 4);
            y[codec.dim() + 1] = bad;
            assertThatThrownBy(() -> codec.encode(new Embedding(2, codec.dim(), y)))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("token 1, component 1");
        }
    }

    @Test
    void noticesEveryDamageToAStream() {
        List<byte[]> streams = streams();
        Random random = new Random(6);
        for (int i = 0; i < Mutations.COUNT; i++) {
            byte[] good = streams.get(i % streams.size());
            byte[] bad = Mutations.mutate(good, random);
            assertThatThrownBy(() -> codec.decode(bad))
                    .isInstanceOfSatisfying(
                            FormatException.class, e -> assertThat(e.offset()).isBetween(0L, (long) bad.length));
        }
    }

    @Test
    void endsInAnAnswerOrItsOwnExceptionWhenTheChecksumHasBeenForged() {
        List<byte[]> streams = streams();
        Random random = new Random(7);
        for (int i = 0; i < Mutations.COUNT; i++) {
            StreamFrame good =
                    StreamFrame.read(codec.encode(new Embedding(2, codec.dim(), randomValues(2, 2, i % 50))));
            byte[] payload = Mutations.mutate(good.payload(), random);
            int tokens = random.nextInt(4) == 0 ? random.nextInt(300) : good.tokens();
            byte[] forged = new StreamFrame(good.kind(), good.codecPrefix(), tokens, payload).toBytes();
            try {
                assertThat(codec.decode(forged).values()).hasSize(tokens * codec.dim());
            } catch (FormatException expected) {
                assertThat(expected.offset()).isBetween(0L, (long) forged.length);
            }
        }
    }
}
