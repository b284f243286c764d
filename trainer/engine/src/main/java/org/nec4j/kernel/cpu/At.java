package org.nec4j.kernel.cpu;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** A pointer that is aimed anew before each native call, so that calls make no garbage. */
final class At extends FloatPointer {
    At() {
        super((Pointer) null);
    }

    At aim(long address) {
        this.address = address;
        return this;
    }

    /** The floats from the address on, for bulk copies between them and arrays. */
    static FloatBuffer window(long address, int length) {
        return bytes(address, length).asFloatBuffer();
    }

    /** The bytes of so many floats from the address on. */
    static ByteBuffer bytes(long address, int length) {
        At at = new At().aim(address);
        at.limit = length;
        at.capacity = length;
        return at.asByteBuffer();
    }
}
