package org.nec4j.codec.tensor;

/** IEEE 754 binary16 to binary32; the JDK has it only from version 20 on. */
final class Half {
    private Half() {}

    static float toFloat(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >>> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0) {
            // Zero and subnormals: fraction * 2^-24, exact in float32.
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        if (exponent == 31) {
            return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
        }
        return Float.intBitsToFloat(sign | exponent + 112 << 23 | fraction << 13);
    }
}
