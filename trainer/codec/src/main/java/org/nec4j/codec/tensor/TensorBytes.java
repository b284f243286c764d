package org.nec4j.codec.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;

/** Conversions between stored little-endian elements and Java arrays. */
final class TensorBytes {
    private TensorBytes() {}

    /** Converts all of {@code in} into {@code out} from index {@code first} on. */
    static void toFloats(DType dtype, ByteBuffer in, float[] out, int first) {
        int n = in.remaining() / dtype.bytes();
        switch (dtype) {
            case F32 -> in.asFloatBuffer().get(out, first, n);
            case F64 -> {
                for (int i = 0; i < n; i++) {
                    out[first + i] = (float) in.getDouble(8 * i);
                }
            }
            case I64 -> {
                for (int i = 0; i < n; i++) {
                    out[first + i] = in.getLong(8 * i);
                }
            }
            case F16 -> {
                ShortBuffer shorts = in.asShortBuffer();
                for (int i = 0; i < n; i++) {
                    out[first + i] = Half.toFloat(shorts.get(i));
                }
            }
            case BF16 -> {
                ShortBuffer shorts = in.asShortBuffer();
                for (int i = 0; i < n; i++) {
                    out[first + i] = Float.intBitsToFloat(shorts.get(i) << 16);
                }
            }
            default -> {
                int[] integers = new int[n];
                toInts(dtype, in, integers, 0);
                for (int i = 0; i < n; i++) {
                    out[first + i] = integers[i];
                }
            }
        }
    }

    /** As {@link #toFloats}, for integer types; throws {@link ArithmeticException} for an I64 beyond 32 bits. */
    static void toInts(DType dtype, ByteBuffer in, int[] out, int first) {
        int n = in.remaining() / dtype.bytes();
        switch (dtype) {
            case I32 -> in.asIntBuffer().get(out, first, n);
            case I64 -> {
                for (int i = 0; i < n; i++) {
                    out[first + i] = Math.toIntExact(in.getLong(8 * i));
                }
            }
            case I16 -> {
                for (int i = 0; i < n; i++) {
                    out[first + i] = in.getShort(2 * i);
                }
            }
            case I8 -> {
                for (int i = 0; i < n; i++) {
                    out[first + i] = in.get(i);
                }
            }
            case U8 -> {
                for (int i = 0; i < n; i++) {
                    out[first + i] = in.get(i) & 0xff;
                }
            }
            case BOOL -> {
                for (int i = 0; i < n; i++) {
                    out[first + i] = in.get(i) == 0 ? 0 : 1;
                }
            }
            default -> throw new IllegalArgumentException(dtype + " holds no whole numbers");
        }
    }

    static ByteBuffer of(float[] values, int from, int to) {
        ByteBuffer out = ByteBuffer.allocate(4 * (to - from)).order(ByteOrder.LITTLE_ENDIAN);
        out.asFloatBuffer().put(values, from, to - from);
        return out;
    }

    static ByteBuffer of(int[] values, int from, int to) {
        ByteBuffer out = ByteBuffer.allocate(4 * (to - from)).order(ByteOrder.LITTLE_ENDIAN);
        out.asIntBuffer().put(values, from, to - from);
        return out;
    }
}
