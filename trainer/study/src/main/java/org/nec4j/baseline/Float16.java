package org.nec4j.baseline;

/** IEEE 754 binary16, rounded to nearest, ties to even; the JDK has it only from version 20 on. */
final class Float16 {
    private static final float OVERFLOW = 65520; // halfway between the largest finite number and the next power of two
    private static final float SMALLEST_NORMAL = 0x1p-14f;

    private Float16() {}

    static short of(float value) {
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

    static float toFloat(short bits) {
        int exponent = bits >>> 10 & 31;
        int fraction = bits & 1023;
        float magnitude;
        if (exponent == 31) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            magnitude = exponent == 0 ? fraction * 0x1p-24f : Math.scalb((float) (fraction + 1024), exponent - 25);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
