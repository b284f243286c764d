package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.entropy.PmfQuantizer;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Mutations;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.codec.model.ForgedCodec;
import org.nec4j.codec.tensor.SafeTensors;

/** What a codec of every entropy model must do with embeddings; a model's test inherits it and brings a codec. */
abstract class LatentCoderBattery {
    final Codec codec = Codec.of(writer().toBytes(), "codec");

    /** The file that is damaged. */
    private final byte[] content = writerOfASmallFile().toBytes();

    private final Codec small = Codec.of(content, "small");

    /** A codec of this model. */
    abstract CodecWriter writer();

    /** Another whose file is soon read, and whose numbers are not lost among those of its tables. */
    CodecWriter writerOfASmallFile() {
        return writer();
    }

    /** One that codes every component of y, around 0, under this row. */
    abstract CodecWriter writerUnder(int[] cdf, int offset);

    /** The number of tokens that a codec of {@link #writerUnder} takes to hold so many. */
    int tokensUnder(int atLeast) {
        return atLeast;
    }

    /** The number of tokens that the model takes in place of one that a test likes. */
    int tokens(int liked) {
        return liked;
    }

    /** The largest standard deviation of values that the model can code. */
    double largestScale() {
        return 1e8;
    }

    /** How far float32 may carry the decoded value beyond half a step from y[i]. */
    float rounding(float[] y, int i) {
        return Math.abs(y[i]) * 0x1p-22f;
    }

    /** Random values of about so many tokens. */
    Embedding embedding(int liked, double scale, long seed) {
        int tokens = tokens(liked);
        return new Embedding(tokens, codec.dim(), randomValues(tokens, scale, seed));
    }

    float[] randomValues(int tokens, double scale, long seed) {
        Random random = new Random(seed);
        float[] y = new float[tokens * codec.dim()];
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) (scale * random.nextGaussian());
        }
        return y;
    }

    /** Codes y and checks what comes back. */
    void decodesToNeighbours(int tokens, float[] y) {
        Embedding decoded = codec.decode(codec.encode(new Embedding(tokens, codec.dim(), y)));
        assertThat(decoded.tokens()).isEqualTo(tokens);
        checkNeighbours(y, decoded.values());
    }

    /** Whether decoded values lie as near to y as the model promises. */
    void checkNeighbours(float[] y, float[] decoded) {
        for (int i = 0; i < y.length; i++) {
            float slack = 0.50001f + rounding(y, i);
            assertThat(decoded[i]).isBetween(y[i] - slack, y[i] + slack);
        }
    }

    private List<byte[]> streams() {
        return IntStream.range(0, 50)
                .mapToObj(i -> codec.encode(embedding(2, 2, i)))
                .toList();
    }

    @Test
    void spendsNoMoreThanItsTablesSayAndEightBytesAStream() {
        for (int tokens : new int[] {0, 1, 17, 197}) {
            Embedding embedding = embedding(tokens, 2, tokens);
            int payload = StreamFrame.read(codec.encode(embedding)).payload().length;
            double bytes = codec.bits(embedding) / 8;
            assertThat((double) payload).isBetween(bytes - unwrittenBytes(), bytes * 1.0001 + 8 * streamsAnEmbedding());
        }
    }

    @Test
    void theCostsOfTokensAndChannelsAddUpToTheBits() {
        Embedding embedding = embedding(17, 2, 3);
        SymbolCosts costs = codec.costs(embedding);
        double tokens = IntStream.range(0, embedding.tokens())
                .mapToDouble(costs::ofToken)
                .sum();
        double channels =
                IntStream.range(0, codec.dim()).mapToDouble(costs::ofChannel).sum();
        assertThat(tokens).isCloseTo(codec.bits(embedding), within(1e-6));
        assertThat(channels + costs.side()).isCloseTo(codec.bits(embedding), within(1e-6));
    }

    /** Bytes at the end of a stream that its coder may leave out. */
    double unwrittenBytes() {
        return 0;
    }

    /** Entropy-coded streams in a payload; the length that parts two of them counts as half a one. */
    double streamsAnEmbedding() {
        return 1;
    }

    @Test
    void codesTheSameToTheSameBytes() {
        Embedding embedding = embedding(17, 2, 8);
        assertThat(codec.encode(embedding)).isEqualTo(codec.encode(embedding));
    }

    @Test
    void codesValuesFarOutsideItsTables() {
        for (double scale = 1e-3; scale <= largestScale(); scale *= 10) {
            decodesToNeighbours(tokens(5), randomValues(tokens(5), scale, 3));
        }
    }

    @Test
    void refusesValuesThatAreNoNumbersOrBeyondInt() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e10f, -1e10f}) {
            float[] y = randomValues(tokens(2), 1, 4);
            y[codec.dim() + 1] = bad;
            assertThatThrownBy(() -> codec.encode(new Embedding(tokens(2), codec.dim(), y)))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("token 1, component 1");
        }
    }

    private void codesExactly(int[] cdf, int offset, float... y) {
        Codec under = Codec.of(writerUnder(cdf, offset).toBytes(), "under");
        int tokens = tokensUnder((y.length + under.dim() - 1) / under.dim());
        float[] padded = Arrays.copyOf(y, tokens * under.dim());
        Embedding embedding = new Embedding(tokens, under.dim(), padded);
        byte[] stream = under.encode(embedding);
        assertThat(under.decode(stream).values()).isEqualTo(padded);
        double bytes = under.bits(embedding) / 8;
        assertThat((double) StreamFrame.read(stream).payload().length)
                .isBetween(bytes - 8 - unwrittenBytes(), bytes * 1.01 + 8 * streamsAnEmbedding());
    }

    private static float[] integers(int count, int from, int to, long seed) {
        float[] y = new float[count];
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            y[i] = from + random.nextInt(to - from);
        }
        return y;
    }

    @Test
    void codesAnAlphabetOfTwo() {
        codesExactly(new int[] {0, 30_000, 65_536}, 1, integers(900, 1, 3, 1));
    }

    @Test
    void codesAnAlphabetOfThreeThousand() {
        int[] cdf = new int[3_001];
        Arrays.setAll(cdf, i -> (int) (i * 65_536L / 3_000));
        codesExactly(cdf, -1_500, integers(900, -1_500, 1_502, 2));
    }

    @Test
    void codesNothingButEscapes() {
        codesExactly(new int[] {0, 30_000, 60_000, 65_536}, 1 << 20, integers(900, -40, 40, 3));
    }

    @Test
    void codesSymbolsWhoseProbabilityWasZero() {
        int[] cdf = PmfQuantizer.quantize(new float[] {0, 0, 1, 0, 0, 0, 1e-30f, 0});
        codesExactly(cdf, 0, integers(900, -1, 9, 4));
    }

    @Test
    void codesTheEndsOfInt() {
        float last = Math.nextDown(0x1p31f);
        for (int offset : new int[] {-(1 << 30), -3, 0, 1 << 30}) {
            codesExactly(new int[] {0, 30_000, 60_000, 65_536}, offset, last, -last, 0, Math.nextDown(last), 1, -1);
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
            StreamFrame good = StreamFrame.read(codec.encode(embedding(2, 2, i % 50)));
            byte[] payload = Mutations.mutate(good.payload(), random);
            int tokens = random.nextInt(4) == 0 ? random.nextInt(300) : tokens(2);
            byte[] forged = Frames.with(good, tokens, payload);
            try {
                assertThat(codec.decode(forged).values()).hasSize(tokens(tokens) * codec.dim());
            } catch (FormatException expected) {
                assertThat(expected.offset()).isBetween(0L, (long) forged.length);
            }
        }
    }

    @Test
    void noticesEveryDamageToACodecFile() {
        byte[] stream = streamOfTheSmallFile();
        float[] values = small.decode(stream).values();
        Random random = new Random(8);
        for (int i = 0; i < Mutations.COUNT; i++) {
            byte[] bad = Mutations.mutate(content, random);
            try (SafeTensors tensors = SafeTensors.of(bad, "mutant")) {
                // It opens where just the header's own layout differs.
                assertThat(Codec.of(bad, "mutant").decode(stream).values()).isEqualTo(values);
                SafeTensors good = SafeTensors.of(content, "codec");
                assertThat(tensors.metadata()).isEqualTo(good.metadata());
                assertThat(tensors.names()).isEqualTo(good.names());
                good.names().forEach(name -> assertThat(tensors.bytes(name)).isEqualTo(good.bytes(name)));
            } catch (FormatException expected) {
                assertThat(expected.offset()).isBetween(0L, (long) bad.length);
            }
        }
    }

    @Test
    void endsInAnAnswerOrItsOwnExceptionWhenTheDigestsOfACodecHaveBeenForged() {
        byte[] stream = streamOfTheSmallFile();
        Random random = new Random(9);
        for (int i = 0; i < Mutations.COUNT; i++) {
            byte[] forged = ForgedCodec.of(content, random);
            try {
                Codec mutant = Codec.of(forged, "mutant");
                StreamFrame frame = StreamFrame.read(stream);
                int prefix = Integer.parseUnsignedInt(mutant.digest().substring(0, 8), 16);
                byte[] own = Frames.of(frame, prefix);
                for (float value : mutant.decode(own).values()) {
                    assertThat(value).isFinite();
                }
            } catch (FormatException expected) {
                assertThat(expected.offset()).isBetween(0L, (long) Math.max(forged.length, stream.length));
            }
        }
    }

    private byte[] streamOfTheSmallFile() {
        return small.encode(embedding(2, 2, 0));
    }
}
