package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TransformCoderTest {
    private static final int DIM = 6;
    private static final int SIDE = 3;
    private static final int TOKENS = 1 + SIDE * SIDE;
    private static final float STEP = 0.25f;

    private final Codec codec = TestCodecs.transform(DIM, SIDE, STEP);

    @Test
    void losesAtMostHalfAStepACoefficient() {
        for (double scale : new double[] {0, 1e-3, 1, 30, 1e4}) {
            float[] y = values(scale, 1);
            float[] decoded = codec.decode(codec.encode(embedding(y))).values();
            double error = 0;
            double power = 0;
            for (int i = 0; i < y.length; i++) {
                error += Math.pow(decoded[i] - y[i], 2);
                power += Math.pow(y[i], 2);
            }
            // Orthonormal rows keep lengths, up to the float32 they are kept in.
            assertThat(Math.sqrt(error)).isLessThan(STEP / 2 * Math.sqrt(y.length) + 1e-6 * Math.sqrt(power));
        }
    }

    @Test
    void codesTheSameToTheSameBytesAndItsOwnOutputToItself() {
        float[] y = values(3, 2);
        byte[] stream = codec.encode(embedding(y));
        assertThat(codec.encode(embedding(y))).isEqualTo(stream);
        assertThat(codec.encode(codec.decode(stream))).isEqualTo(stream);
    }

    @Test
    void spendsNoMoreThanItsTablesSayAndEightBytes() {
        for (int seed = 0; seed < 50; seed++) {
            Embedding embedding = embedding(values(0.5 + seed, seed));
            int payload = StreamFrame.read(codec.encode(embedding)).payload().length;
            double bytes = codec.bits(embedding) / 8;
            assertThat((double) payload).isBetween(bytes, bytes * 1.0001 + 8);
        }
    }

    @Test
    void refusesWhatItCannotCode() {
        float[] y = values(1, 3);
        y[DIM + 1] = Float.NaN;
        assertThatThrownBy(() -> codec.encode(embedding(y)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("token 1, component 1");
        assertThatThrownBy(() -> codec.encode(new Embedding(TOKENS - 1, DIM, new float[(TOKENS - 1) * DIM])))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("10 tokens, a class token and a square grid, not 9");
    }

    @Test
    void noticesEveryDamageToAStream() {
        Random random = new Random(6);
        List<byte[]> streams = IntStream.range(0, 50)
                .mapToObj(i -> codec.encode(embedding(values(2, i))))
                .toList();
        for (int i = 0; i < Mutations.COUNT; i++) {
            byte[] bad = Mutations.mutate(streams.get(i % streams.size()), random);
            assertThatThrownBy(() -> codec.decode(bad))
                    .isInstanceOfSatisfying(
                            FormatException.class, e -> assertThat(e.offset()).isBetween(0L, (long) bad.length));
        }
    }

    @Test
    void endsInAnAnswerOrItsOwnExceptionWhenTheChecksumHasBeenForged() {
        Random random = new Random(7);
        for (int i = 0; i < Mutations.COUNT; i++) {
            StreamFrame good = StreamFrame.read(codec.encode(embedding(values(2, i % 50))));
            byte[] payload = Mutations.mutate(good.payload(), random);
            int tokens = random.nextInt(4) == 0 ? random.nextInt(300) : good.tokens();
            byte[] forged = new StreamFrame(good.kind(), good.codecPrefix(), tokens, payload).toBytes();
            try {
                assertThat(codec.decode(forged).values()).hasSize(TOKENS * DIM);
            } catch (FormatException expected) {
                assertThat(expected.offset()).isBetween(0L, (long) forged.length);
            }
        }
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

    private static Embedding embedding(float[] y) {
        return new Embedding(TOKENS, DIM, y);
    }

    private static float[] values(double scale, long seed) {
        Random random = new Random(seed);
        float[] y = new float[TOKENS * DIM];
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) (scale * random.nextGaussian());
        }
        return y;
    }
}
