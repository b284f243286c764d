package org.nec4j.baseline;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.Half;

/** Numbers as little-endian bytes. */
final class LittleEndian {
    private LittleEndian() {}

    static int intAt(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(offset);
    }

    static byte[] ofFloats(float[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    static float[] toFloats(byte[] bytes) {
        float[] values = new float[bytes.length / 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    static byte[] ofHalves(float[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            buffer.putShort(Half.of(value));
        }
        return buffer.array();
    }

    static float[] halvesToFloats(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.length / 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = Half.toFloat(buffer.getShort());
        }
        return values;
    }

    static void requireLength(byte[] stream, int length, String what) {
        if (stream.length != length) {
            throw new UserException(what + " has " + length + " bytes, not " + stream.length);
        }
    }
}
