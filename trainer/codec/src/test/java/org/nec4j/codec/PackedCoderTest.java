package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Mutations;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.codec.model.ForgedCodec;

class PackedCoderTest {
    private static final int NUMBERS = 13;
    private static final float STEP = 0.37f;

    private static Codec codec(int bits) {
        return Codec.of(CodecWriter.packed(NUMBERS, bits, STEP).toBytes(), "codec");
    }

    private static Embedding code(long seed) {
        Random random = new Random(seed);
        float[] y = new float[NUMBERS];
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) random.nextGaussian();
        }
        return new Embedding(1, NUMBERS, y);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 32})
    void everyNumberTakesItsBitsAndComesBackAtTheNearestLevel(int bits) {
        Codec codec = codec(bits);
        for (int seed = 0; seed < 200; seed++) {
            Embedding code = code(seed);
            byte[] stream = codec.encode(code);
            assertThat(stream).hasSize(5 + (NUMBERS * bits + 7) / 8);
            assertThat(codec.bits(code)).isEqualTo(NUMBERS * bits);
            Embedding decoded = codec.decode(stream);
            assertThat(decoded.tokens()).isEqualTo(1);
            assertThat(codec.encode(decoded)).isEqualTo(stream);
            for (int i = 0; i < NUMBERS; i++) {
                assertThat(decoded.values()[i]).isEqualTo(expected(code.values()[i], bits));
            }
        }
    }

    private static float expected(float x, int bits) {
        if (bits == 32) {
            return x;
        }
        if (bits == 1) {
            return x >= 0 ? STEP : -STEP;
        }
        int half = 1 << bits - 1;
        return (float) (Math.rint(Math.max(-half, Math.min(half - 1, (double) x / STEP))) * STEP);
    }

    /** The order of bits is part of the format. */
    @Test
    void lowBitsComeFirst() {
        Codec codec = Codec.of(CodecWriter.packed(3, 4, 1).toBytes(), "codec");
        byte[] stream = codec.encode(new Embedding(1, 3, new float[] {-8, 7, 100}));
        assertThat(new byte[] {stream[0], stream[3], stream[4]}).containsExactly(0x25, 0xf0, 0x0f);
        Codec signs = Codec.of(CodecWriter.packed(9, 1, 1).toBytes(), "signs");
        byte[] nine = signs.encode(new Embedding(1, 9, new float[] {1, -1, 0, -2, 3, -1, -1, -1, 5}));
        assertThat(new byte[] {nine[3], nine[4]}).containsExactly(0b10101, 1);
    }

    @Test
    void codesLieInArchivesWithoutTheirFrames(@TempDir Path folder) {
        Codec codec = codec(4);
        Path file = folder.resolve("codes.nema");
        try (ArchiveWriter writer = ArchiveWriter.open(file, codec)) {
            for (int seed = 0; seed < 20; seed++) {
                writer.add("code/" + seed, codec.encode(code(seed)));
            }
        }
        try (Archive archive = Archive.open(file)) {
            assertThat(archive.entries()).hasSize(20);
            assertThat(codec.decode(archive.stream("code/7")).values())
                    .isEqualTo(codec.decode(codec.encode(code(7))).values());
        }
    }

    @Test
    void refusesWhatIsNoCode() {
        assertThatThrownBy(() -> CodecWriter.packed(8, 3, 1))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("8 numbers of 3 bits");
        assertThatThrownBy(() -> CodecWriter.packed(0, 8, 1)).isInstanceOf(UserException.class);
        for (float step : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY, Float.MAX_VALUE}) {
            assertThatThrownBy(() -> CodecWriter.packed(8, 8, step))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("step");
        }
        assertThatThrownBy(() -> codec(8).encode(new Embedding(2, NUMBERS, new float[2 * NUMBERS])))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("2");
        float[] bad = new float[NUMBERS];
        bad[4] = Float.NaN;
        assertThatThrownBy(() -> codec(8).encode(new Embedding(1, NUMBERS, bad)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("component 4");
    }

    @Test
    void noticesEveryDamageToAStream() {
        Random random = new Random(1);
        for (int bits : new int[] {1, 4, 32}) {
            Codec codec = codec(bits);
            byte[] good = codec.encode(code(3));
            for (int i = 0; i < Mutations.COUNT / 3; i++) {
                byte[] bad = Mutations.mutate(good, random);
                try {
                    // A checksum of 16 bits lets a few pass, which then are codes of as many numbers.
                    assertThat(codec.decode(bad).values()).hasSize(NUMBERS);
                } catch (FormatException expected) {
                    assertThat(expected.offset()).isBetween(0L, (long) bad.length);
                }
            }
        }
    }

    @Test
    void endsInAnAnswerOrItsOwnExceptionWhenTheDigestsOfACodecHaveBeenForged() {
        byte[] content = CodecWriter.packed(NUMBERS, 4, STEP).toBytes();
        Random random = new Random(9);
        for (int i = 0; i < Mutations.COUNT; i++) {
            byte[] forged = ForgedCodec.of(content, random);
            try {
                Codec codec = Codec.of(forged, "forged");
                codec.decode(codec.encode(new Embedding(1, codec.dim(), new float[codec.dim()])));
            } catch (UserException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }
}
