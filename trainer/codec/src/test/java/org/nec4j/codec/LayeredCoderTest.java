package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Mutations;
import org.nec4j.codec.model.CodecWriter;

class LayeredCoderTest extends LatentCoderBattery {
    @Override
    CodecWriter writer() {
        return TestLayers.writer();
    }

    @Override
    CodecWriter writerUnder(int[] cdf, int offset) {
        return TestLayers.under(cdf, offset);
    }

    @Override
    int tokensUnder(int atLeast) {
        return 1;
    }

    @Override
    int tokens(int liked) {
        return TestLayers.TOKENS;
    }

    /** All of them, where the last symbols are the first of their rows. */
    @Override
    double unwrittenBytes() {
        return Integer.MAX_VALUE;
    }

    /** Orthonormal rows keep lengths: half a step a coefficient. The class token is not coded. */
    @Override
    void checkNeighbours(float[] y, float[] decoded) {
        double error = 0;
        double power = 0;
        for (int i = TestLayers.DIM; i < y.length; i++) {
            error += Math.pow(decoded[i] - y[i], 2);
            power += Math.pow(y[i], 2);
        }
        assertThat(Math.sqrt(error)).isLessThan(TestLayers.STEP / 2 * Math.sqrt(y.length) + 1e-6 * Math.sqrt(power));
    }

    /** Sixteen bits let one of 65536 damages of many bits pass, if the stream ends as an encoder would end it, too. */
    @Override
    @Test
    void noticesEveryDamageToAStream() {
        Random random = new Random(6);
        int missed = 0;
        for (int i = 0; i < Mutations.COUNT; i++) {
            byte[] bad = Mutations.mutate(codec.encode(embedding(2, 2, i % 50)), random);
            try {
                codec.decode(bad);
                missed++;
            } catch (FormatException expected) {
                assertThat(expected.offset()).isBetween(0L, (long) bad.length);
            }
        }
        assertThat(missed).isLessThanOrEqualTo(Mutations.COUNT / 20_000);
    }

    @Test
    void noticesEveryBurstOfSixteenBits() {
        byte[] good = codec.encode(embedding(1, 2, 1));
        for (int bit = 0; bit <= 8 * good.length - 16; bit++) {
            for (int pattern : new int[] {1, 3, 0x8001, 0xffff, 0xa5a5}) {
                byte[] bad = good.clone();
                for (int i = 0; i < 16; i++) {
                    bad[(bit + i) / 8] ^= (byte) ((pattern >>> i & 1) << (bit + i) % 8);
                }
                assertThatThrownBy(() -> codec.decode(bad)).isInstanceOf(FormatException.class);
            }
        }
    }

    @Test
    void aFrameIsFiveBytesAndTheStreamEndsInAByteOrTwo() {
        for (int n = 0; n < 200; n++) {
            Embedding embedding = embedding(1, 2, n);
            byte[] stream = codec.encode(embedding);
            assertThat(stream.length - Codec.payloadBytes(stream)).isEqualTo(5);
            assertThat(8.0 * Codec.payloadBytes(stream))
                    .isBetween(codec.bits(embedding) - 16, codec.bits(embedding) + 9);
        }
    }

    @Test
    void theBeginningOfAStreamDecodesToThePooledVector() {
        for (int n = 0; n < 50; n++) {
            byte[] stream = codec.encode(embedding(1, 2, n));
            float[] pooled = codec.decodePooled(stream);
            float[] values = codec.decode(stream).values();
            for (int d = 0; d < TestLayers.DIM; d++) {
                double mean = 0;
                for (int t = 1; t < TestLayers.TOKENS; t++) {
                    mean += values[t * TestLayers.DIM + d] / (double) TestLayers.PATCHES;
                }
                assertThat(mean).isCloseTo(pooled[d], within(1e-5));
            }
        }
    }

    @Test
    void theClassTokenIsALinearMapOfThePooledVector() {
        byte[] stream = codec.encode(embedding(1, 2, 3));
        float[] doubled = codec.decode(stream).values();
        Codec pooledOnly = codec.atQuality("low");
        Embedding same = codec.decode(stream);
        float[] again = codec.decode(pooledOnly.encode(same)).values();
        assertThat(Arrays.copyOf(again, TestLayers.DIM)).isEqualTo(Arrays.copyOf(doubled, TestLayers.DIM));
    }

    @Test
    void aStreamOfThePooledLayerAloneIsShorterAndHasTheSamePooledVector() {
        Embedding embedding = embedding(1, 2, 4);
        byte[] whole = codec.encode(embedding);
        byte[] alone = codec.atQuality("low").encode(embedding);
        assertThat(alone.length).isLessThan(whole.length);
        assertThat(codec.decodePooled(alone)).isEqualTo(codec.decodePooled(whole));
    }

    @Test
    void encodesAtTheStepNearestToTheOneAskedFor() {
        Embedding embedding = embedding(1, 2, 5);
        assertThat(codec.atStep(0.26).encode(embedding)).isEqualTo(codec.encode(embedding));
        assertThat(codec.atStep(0.5).encode(embedding)).isNotEqualTo(codec.encode(embedding));
        assertThat(codec.atStep(0.45).point()).hasValue("pooled step 0.5, token step 0.5");
    }

    @Test
    void meetsATargetInBytesBetweenTwoOperatingPoints() {
        Codec between = codec.atBytes(25);
        int finer = 0;
        for (int n = 0; n < 400; n++) {
            Embedding embedding = embedding(1, 2, n);
            byte[] stream = between.encode(embedding);
            assertThat(between.encode(embedding)).isEqualTo(stream);
            finer += Arrays.equals(stream, codec.encode(embedding)) ? 1 : 0;
        }
        assertThat(finer).isBetween(160, 240);
    }

    @Test
    void refusesWhatNoOperatingPointIs() {
        assertThatThrownBy(() -> codec.atStep(0.1))
                .isInstanceOf(UserException.class)
                .hasMessage("codec: holds steps from 0.250 to 0.500, and none of 0.100; choose one of that range");
        assertThat(codec.atBytes(30.04).point()).isEqualTo(codec.atBytes(30).point());
        assertThat(codec.atBytes(9.96).point()).isEqualTo(codec.atBytes(10).point());
        assertThatThrownBy(() -> codec.atBytes(31))
                .isInstanceOf(UserException.class)
                .hasMessage(
                        "codec: reaches 10.0 to 12.0 bytes an image with the pooled layer alone, 20.0 to 30.0 bytes an image with both layers, and not 31.0;"
                                + " choose a number of that range");
        assertThatThrownBy(() -> codec.atQuality("high"))
                .isInstanceOf(UserException.class)
                .hasMessage("codec: has the qualities low, balanced, full, not \"high\"");
        assertThatThrownBy(() -> TestCodecs.factorized().atStep(1))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("without layers and steps");
        assertThatThrownBy(() -> TestCodecs.factorized().decodePooled(new byte[9]))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no pooled layer to decode alone");
    }

    @Test
    void refusesOtherNumbersOfTokensAndOtherFrames() {
        assertThatThrownBy(() -> codec.encode(new Embedding(6, TestLayers.DIM, new float[6 * TestLayers.DIM])))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("7 tokens, a grid of 2 x 3 and a class token, not 6");
        StreamFrame good = StreamFrame.read(codec.encode(embedding(1, 1, 1)));
        int prefix = Integer.parseUnsignedInt(codec.digest().substring(0, 8), 16);
        byte[] old = new StreamFrame(good.kind(), prefix, TestLayers.TOKENS, good.payload()).toBytes();
        assertThatThrownBy(() -> codec.decode(old))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("a frame of version 1 does not belong to a codec of model layered");
    }

    @Test
    void codesItsOwnOutputToItself() {
        byte[] stream = codec.encode(embedding(1, 3, 2));
        assertThat(codec.encode(codec.decode(stream))).isEqualTo(stream);
    }
}
