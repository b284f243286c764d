package org.nec4j.data.tiff;

import java.nio.ByteBuffer;

/** The kind of number that a sample is. */
public enum SampleType {
    /** Unsigned, 8 bits. */
    UINT8(1),
    /** Signed, 8 bits. */
    INT8(1),
    /** Unsigned, 16 bits. */
    UINT16(2),
    /** Signed, 16 bits. */
    INT16(2),
    /** Unsigned, 32 bits. */
    UINT32(4),
    /** Signed, 32 bits. */
    INT32(4),
    /** Floating point, 32 bits. */
    FLOAT32(4),
    /** Floating point, 64 bits. */
    FLOAT64(8);

    private final int bytes;

    SampleType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes a sample. */
    public int bytes() {
        return bytes;
    }

    /** The value of this type that is nearest: whole and within its range for integers, as GDAL converts. */
    double nearest(double value) {
        double whole = Math.rint(value);
        return switch (this) {
            case UINT8 -> Math.max(0, Math.min(0xFF, whole));
            case INT8 -> Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, whole));
            case UINT16 -> Math.max(0, Math.min(0xFFFF, whole));
            case INT16 -> Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, whole));
            case UINT32 -> Math.max(0, Math.min(0xFFFFFFFFL, whole));
            case INT32 -> Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, whole));
            case FLOAT32 -> (float) value;
            case FLOAT64 -> value;
        };
    }

    /** The sample that begins at byte {@code at}, exactly. */
    public double read(ByteBuffer buffer, int at) {
        return switch (this) {
            case UINT8 -> buffer.get(at) & 0xFF;
            case INT8 -> buffer.get(at);
            case UINT16 -> buffer.getShort(at) & 0xFFFF;
            case INT16 -> buffer.getShort(at);
            case UINT32 -> buffer.getInt(at) & 0xFFFFFFFFL;
            case INT32 -> buffer.getInt(at);
            case FLOAT32 -> buffer.getFloat(at);
            case FLOAT64 -> buffer.getDouble(at);
        };
    }
}
