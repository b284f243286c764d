package org.nec4j.transform;

/**
 * Uniform scalar quantizer: c becomes sign(c) * floor(|c| / step + rounding).
 *
 * @param rounding 1/2 rounds to nearest; less makes the zone that becomes 0 wider than a step
 */
public record DeadZoneQuantizer(double step, double rounding) {
    /** The symbol of a value. */
    public int symbol(double value) {
        int magnitude = (int) Math.min(Math.floor(Math.abs(value) / step + rounding), 1 << 28);
        return value < 0 ? -magnitude : magnitude;
    }

    /** How far beyond its symbol's magnitude a value lies, in steps. */
    public double excess(double value, int symbol) {
        return Math.abs(value) / step - Math.abs(symbol);
    }

    /** The value of a symbol, shifted by what its magnitude's values exceed it on average. */
    public double value(int symbol, float[] meanExcess) {
        if (symbol == 0) {
            return 0;
        }
        int magnitude = Math.abs(symbol);
        double value = (magnitude + meanExcess[Math.min(magnitude, meanExcess.length) - 1]) * step;
        return symbol < 0 ? -value : value;
    }
}
