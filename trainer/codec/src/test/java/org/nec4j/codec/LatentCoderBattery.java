package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a codec of every entropy model must do with embeddings; a model's test inherits it and brings a codec. */
abstract class LatentCoderBattery {
    private final Codec codec = codec();

    abstract Codec codec();

    private float[] randomValues(int tokens, double scale, long seed) {
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
            float slack = 0.5f + Math.abs(y[i]) * 0x1p-22f;
            assertThat(decoded.values()[i]).isBetween(y[i] - slack, y[i] + slack);
        }
        assertThat(codec.encode(new Embedding(tokens, codec.dim(), y))).isEqualTo(stream);
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
    void codesFourThousandAndNinetySixTokens() {
        decodesToNeighbours(4096, randomValues(4096, 1, 2));
    }

    @Test
    void codesValuesFarOutsideItsTables() {
        for (double scale : new double[] {0, 1e-3, 10, 1e3, 1e6, 1e8}) {
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
    void decodesAStreamOfItsOwnOutputToItself() {
        Embedding first = codec.quantise(new Embedding(9, codec.dim(), randomValues(9, 4, 5)));
        assertThat(codec.quantise(first).values()).isEqualTo(first.values());
    }

    @Test
    void noticesEveryDamageToAStream() {
        Random random = new Random(6);
        for (int i = 0; i < Mutations.COUNT; i++) {
            byte[] good = codec.encode(new Embedding(2, codec.dim(), randomValues(2, 2, i % 50)));
            byte[] bad = Mutations.mutate(good, random);
            assertThatThrownBy(() -> codec.decode(bad))
                    .isInstanceOfSatisfying(
                            FormatException.class, e -> assertThat(e.offset()).isBetween(0L, (long) bad.length));
        }
    }

    @Test
    void endsInAnAnswerOrItsOwnExceptionWhenTheChecksumHasBeenForged() {
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
