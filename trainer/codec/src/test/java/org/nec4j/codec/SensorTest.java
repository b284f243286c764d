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
import org.nec4j.codec.model.EightBits;
import org.nec4j.codec.model.ForgedCodec;
import org.nec4j.codec.model.SparseMatrix;
import org.nec4j.codec.tensor.SafeTensors;

class SensorTest {
    private static final int TOKENS = TestSensing.DOWN * TestSensing.ACROSS;
    private static final int M = TestSensing.MEASUREMENTS;
    private static final int SIDE = TestSensing.SIDE;

    private final byte[] content = TestSensing.writer().toBytes();
    private final Sensor sensor = Sensor.of(content, "codec");

    @Test
    void measuresEveryBlockByTheMatrix() {
        float[] grey = TestSensing.grey(1);
        Embedding measured = sensor.measure(grey);
        assertThat(measured.tokens()).isEqualTo(TOKENS);
        assertThat(measured.dim()).isEqualTo(M);
        float[] dense = TestSensing.dense();
        int width = TestSensing.ACROSS * SIDE;
        for (int b = 0; b < TOKENS; b++) {
            for (int k = 0; k < M; k++) {
                double sum = 0;
                for (int i = 0; i < SIDE * SIDE; i++) {
                    int row = b / TestSensing.ACROSS * SIDE + i / SIDE;
                    int column = b % TestSensing.ACROSS * SIDE + i % SIDE;
                    sum += dense[k * SIDE * SIDE + i]
                            * ((double) grey[row * width + column] - TestSensing.MEAN)
                            * TestSensing.SCALE;
                }
                assertThat((double) measured.at(b, k)).isCloseTo(sum, within(1e-5));
            }
        }
    }

    @Test
    void streamsHoldAByteAMeasurementAndDecodeWithinHalfAStep() {
        CodecWriter wide = CodecWriter.sensing(
                new EightBits(new float[M], filled(M, 0.5f)),
                TestSensing.DOWN,
                TestSensing.ACROSS,
                SparseMatrix.of(TestSensing.dense(), TestSensing.dense(), M),
                TestSensing.MEAN,
                TestSensing.SCALE);
        Sensor sensing = Sensor.of(wide.toBytes(), "wide");
        for (int i = 0; i < 50; i++) {
            float[] grey = TestSensing.grey(i);
            byte[] stream = sensing.encode(grey);
            assertThat(Codec.payloadBytes(stream)).isEqualTo(TOKENS * M);
            assertThat(stream).hasSize(TOKENS * M + 15);
            float[] decoded = sensing.codec().decode(stream).values();
            float[] measured = sensing.measure(grey).values();
            for (int k = 0; k < decoded.length; k++) {
                assertThat(decoded[k]).isBetween(measured[k] - 0.25001f, measured[k] + 0.25001f);
            }
            assertThat(sensing.codec().encode(sensing.codec().decode(stream))).isEqualTo(stream);
        }
        assertThat(sensing.codec().bits(sensing.measure(TestSensing.grey(0)))).isEqualTo(8.0 * TOKENS * M);
    }

    @Test
    void measurementsBeyondTheRangeBecomeTheLastOnTheirSide() {
        EightBits bits = new EightBits(new float[] {1}, new float[] {0.5f});
        assertThat(bits.symbol(1e9f, 0)).isEqualTo((byte) 127);
        assertThat(bits.symbol(-1e9f, 0)).isEqualTo((byte) -128);
        assertThat(bits.symbol(1.75f, 0)).isEqualTo((byte) 2); // halves to even
        assertThat(bits.value((byte) -3, 0)).isEqualTo(-0.5f);
    }

    /** Measurements of mean 3, 2 to either side, and one that never changes. */
    @Test
    void stepsReachAsFarAsMeasurementsDo() {
        float[] y = {1, 7, 5, 7, 1, 7, 5, 7};
        EightBits bits = EightBits.of(y, 2);
        assertThat(bits.centres()).containsExactly(3, 7);
        assertThat(bits.steps()).containsExactly((float) (2 / 127.0), 1);
    }

    private static float[] filled(int count, float value) {
        float[] all = new float[count];
        Arrays.fill(all, value);
        return all;
    }

    @Test
    void refusesImagesOfAnotherSizeAndPixelsThatAreNoNumbers() {
        assertThatThrownBy(() -> sensor.measure(new float[7]))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("7 numbers are no image of 8 x 12 pixels");
        float[] grey = TestSensing.grey(1);
        grey[0] = Float.NaN;
        assertThatThrownBy(() -> sensor.encode(grey))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("token 0, component")
                .hasMessageContaining("cannot be coded");
        assertThatThrownBy(() -> Sensor.of(TestCodecs.factorizedWriter().toBytes(), "other"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("other: is a codec of model factorised, which senses nothing");
    }

    @Test
    void refusesStreamsOfOtherNumbersOfBlocksOrBytes() {
        StreamFrame good = StreamFrame.read(sensor.encode(TestSensing.grey(1)));
        assertThatThrownBy(() -> sensor.codec().decode(Frames.with(good, TOKENS - 1, good.payload())))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("a stream of 5 blocks does not belong to a codec of 2 x 3");
        byte[] shorter = Arrays.copyOf(good.payload(), good.payload().length - 1);
        assertThatThrownBy(() -> sensor.codec().decode(Frames.with(good, TOKENS, shorter)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("29 bytes are not the 5 measurements of 6 blocks");
    }

    @Test
    void refusesNumbersThatAreNoSensingCodec() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 0, -1, 3e38f}) {
            assertThatThrownBy(() -> Codec.of(ForgedCodec.with(content, "measurements.steps", bad), "hostile"))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("hostile: ");
        }
        for (String name : new String[] {"measurements.matrix.values", "measurements.standard"}) {
            byte[] forged = ForgedCodec.with(content, name, Float.NaN);
            assertThatThrownBy(() -> Sensor.of(forged, "hostile"))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("hostile: tensor \"" + name + "\" holds NaN");
        }
        assertThatThrownBy(() -> new SparseMatrix(3, new int[] {0, 2}, new int[] {1, 1}, new float[2]))
                .hasMessageContaining("not in rising order");
        assertThatThrownBy(() -> new SparseMatrix(3, new int[] {0, 1}, new int[] {3}, new float[1]))
                .hasMessageContaining("row 3 of 3");
        assertThatThrownBy(() -> new SparseMatrix(3, new int[] {0, 2, 1}, new int[] {0}, new float[1]))
                .hasMessageContaining("ends before it begins");
        assertThatThrownBy(() -> new SparseMatrix(3, new int[] {0, 1}, new int[] {0, 1}, new float[2]))
                .hasMessageContaining("end behind the last");
    }

    @Test
    void noticesEveryDamageToAStream() {
        Random random = new Random(6);
        for (int i = 0; i < Mutations.COUNT; i++) {
            byte[] bad = Mutations.mutate(sensor.encode(TestSensing.grey(i % 20)), random);
            assertThatThrownBy(() -> sensor.codec().decode(bad))
                    .isInstanceOfSatisfying(
                            FormatException.class, e -> assertThat(e.offset()).isBetween(0L, (long) bad.length));
        }
    }

    @Test
    void noticesEveryDamageToACodecFile() {
        byte[] stream = sensor.encode(TestSensing.grey(3));
        Random random = new Random(8);
        for (int i = 0; i < Mutations.COUNT; i++) {
            byte[] bad = Mutations.mutate(content, random);
            try {
                // It opens where just the header's own layout differs.
                assertThat(Sensor.of(bad, "mutant").encode(TestSensing.grey(3))).isEqualTo(stream);
                assertThat(SafeTensors.of(bad, "mutant").metadata())
                        .isEqualTo(SafeTensors.of(content, "codec").metadata());
            } catch (FormatException expected) {
                assertThat(expected.offset()).isBetween(0L, (long) bad.length);
            }
        }
    }

    @Test
    void endsInAnAnswerOrItsOwnExceptionWhenChecksumAndDigestsHaveBeenForged() {
        StreamFrame good = StreamFrame.read(sensor.encode(TestSensing.grey(3)));
        Random random = new Random(9);
        for (int i = 0; i < Mutations.COUNT; i++) {
            byte[] forged = ForgedCodec.of(content, random);
            try {
                Sensor mutant = Sensor.of(forged, "mutant");
                int prefix = Integer.parseUnsignedInt(mutant.codec().digest().substring(0, 8), 16);
                byte[] payload = random.nextBoolean() ? good.payload() : Mutations.mutate(good.payload(), random);
                byte[] own = new StreamFrame(good.kind(), prefix, TOKENS, payload).toBytes();
                for (float value : mutant.codec().decode(own).values()) {
                    assertThat(value).isFinite();
                }
                mutant.encode(new float[mutant.height() * mutant.width()]);
            } catch (UserException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }
}
