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
