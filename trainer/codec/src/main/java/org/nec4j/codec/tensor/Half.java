package org.nec4j.codec.tensor;

/** IEEE 754 binary16, rounded to nearest, ties to even; the JDK has it only from version 20 on. */
public final class Half {
    private static final float OVERFLOW = 65520; // halfway between the largest finite number and the next power of two
    private static final float SMALLEST_NORMAL = 0x1p-14f;

    private Half() {}

    /** The nearest half of a number. */
    public static short of(float value) {
        int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= OVERFLOW) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < SMALLEST_NORMAL) { // a multiple of 2^-24
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
        }
        int exponent = Math.getExponent(magnitude);
        int fraction = (int) Math.rint(Math.scalb((double) magnitude, 10 - exponent)); // 1024 to 2048
        return (short) (sign | (exponent + 14 << 10) + fraction); // a fraction of 2048 carries into the exponent
    }

    /** The number that a half is, exactly. */
    public static float toFloat(short bits) {
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
