package org.nec4j.codec.tensor;

import java.nio.ByteBuffer;

/** How a tensor's elements are stored, with the names of the safetensors format; all are little-endian. */
public enum DType {
    F64(8),
    I64(8),
    F32(4),
    I32(4),
    F16(2),
    BF16(2),
    I16(2),
    I8(1),
    U8(1),
    BOOL(1);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes an element. */
    public int bytes() {
        return bytes;
    }

    /**
     * Converts all of {@code bytes}, in that buffer's own byte order, into {@code out} from index {@code first} on: F64 and
     * integers beyond 2^24 are rounded to nearest, F16 and BF16 are exact, BOOL gives 0 and 1.
     */
    public void toFloats(ByteBuffer bytes, float[] out, int first) {
        TensorBytes.toFloats(this, bytes, out, first);
    }
}
