package org.nec4j.codec.model;

import java.util.Arrays;
import java.util.List;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;

/**
 * A code of fixed length: one vector, every number of it in as many bits, packed without gaps; of 32 bits float32 as they are. Nothing is
 * entropy-coded, so that every code has the same bytes, and any one of its numbers is found without those before it.
 *
 * <pre>
 *   level = clip(x / step, -2^(bits - 1), 2^(bits - 1) - 1) rounded, halves to even; of one bit -1 or 1, the sign, of 0 a 1
 *   value = level * step
 * </pre>
 */
final class PackedCoder implements LatentCoder {
    static final String MODEL = "packed";

    /** Payload is levels above the lowest, low bits first, then zeros to the end of the last byte. */
    static final int KIND = 5;

    /** Bits of a number that is not quantized. */
    static final int WHOLE = 32;

    private static final List<Integer> BITS = List.of(1, 2, 4, 8, WHOLE);

    private final int numbers;
    private final int bits;
    private final double step;

    /**
     * By its numbers.
     *
     * @param numbers of a code
     * @param bits    of a number: 1, 2, 4, 8 or 32
     * @param step    between levels; of 32 bits nobody looks at it
     */
    PackedCoder(int numbers, int bits, float step) {
        if (numbers < 1 || numbers > 1 << 16 || !BITS.contains(bits)) {
            throw new UserException(numbers + " numbers of " + bits
                    + " bits are no code; it has 1 to 65536 numbers of 1, 2, 4, 8" + " or 32 bits");
        }
        if (!(step > 0) || step > Float.MAX_VALUE / (4 << 7)) {
            throw new UserException("a step of " + step + " is no step between levels; it is positive and finite");
        }
        this.numbers = numbers;
        this.bits = bits;
        this.step = step;
    }

    @Override
    public String model() {
        return MODEL;
    }

    @Override
    public int dim() {
        return numbers;
    }

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int fixedTokens() {
        return 1;
    }

    private int bytes() {
        return (numbers * bits + 7) / 8;
    }

    @Override
    public byte[] encode(float[] y, int tokens) {
        require(tokens);
        Quantizer.checkRange(y, numbers);
        byte[] packed = new byte[bytes()];
        for (int i = 0; i < numbers; i++) {
            put(packed, i, bits == WHOLE ? Float.floatToIntBits(y[i]) : level(y[i]) + lowest());
        }
        return packed;
    }

    private static void require(int tokens) {
        if (tokens != 1) {
            throw new UserException("this codec codes one vector an image, not " + tokens);
        }
    }

    /** What is added to a level so that the lowest becomes 0. */
    private int lowest() {
        return bits == 1 ? 0 : 1 << bits - 1;
    }

    /** As it is counted: of one bit 0 or 1. */
    private int level(float x) {
        double ratio = x / step;
        if (bits == 1) {
            return ratio >= 0 ? 1 : 0;
        }
        return (int) Math.rint(Math.max(-lowest(), Math.min(lowest() - 1, ratio)));
    }

    private void put(byte[] packed, int place, int value) {
        for (int b = 0; b < bits; b++) {
            int at = place * bits + b;
            packed[at >> 3] |= (byte) ((value >>> b & 1) << (at & 7));
        }
    }

    private int take(byte[] packed, int place) {
        int value = 0;
        for (int b = 0; b < bits; b++) {
            int at = place * bits + b;
            value |= (packed[at >> 3] >> (at & 7) & 1) << b;
        }
        return value;
    }

    @Override
    public byte[] payload(List<byte[]> streams) {
        return LatentCoder.single(streams);
    }

    @Override
    public CodedSymbols costs(float[] y, int tokens) {
        require(tokens);
        Quantizer.checkRange(y, numbers);
        int[] symbols = new int[numbers];
        double[] cost = new double[numbers];
        Arrays.fill(cost, bits);
        for (int i = 0; i < numbers; i++) {
            symbols[i] = bits == WHOLE ? Float.floatToIntBits(y[i]) : level(y[i]);
        }
        return new CodedSymbols(symbols, cost, new double[1]);
    }

    @Override
    public float[] decode(byte[] payload, int kind, int tokens) {
        if (kind != KIND) {
            throw new FormatException("a stream of kind " + kind + " does not belong to a codec of packed codes", 0);
        }
        if (payload.length != bytes()) {
            throw new FormatException(
                    "a code of " + payload.length + " bytes where " + numbers + " numbers of " + bits + " bits are "
                            + bytes(),
                    Math.min(payload.length, bytes()));
        }
        float[] y = new float[numbers];
        for (int i = 0; i < numbers; i++) {
            y[i] = value(take(payload, i), i);
        }
        int over = numbers * bits & 7;
        if (over != 0 && (payload[payload.length - 1] & 0xff) >> over != 0) {
            throw new FormatException("a code whose last byte does not end in zeros", payload.length - 1);
        }
        return y;
    }

    private float value(int taken, int place) {
        if (bits == WHOLE) {
            float value = Float.intBitsToFloat(taken);
            if (!Float.isFinite(value)) {
                throw new FormatException(
                        "a code whose number " + place + " is not finite", (long) place * Float.BYTES);
            }
            return value;
        }
        return (float) ((bits == 1 ? 2 * taken - 1 : taken - lowest()) * step);
    }
}
