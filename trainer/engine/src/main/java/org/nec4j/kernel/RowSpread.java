package org.nec4j.kernel;

/** Mean and standard deviation, with divisor n, of n numbers. */
record RowSpread(double mean, double deviation) {
    static RowSpread of(double[] values, int at, int n) {
        double sum = 0;
        for (int i = at; i < at + n; i++) {
            sum += values[i];
        }
        double mean = sum / n;
        double squares = 0;
        for (int i = at; i < at + n; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        return new RowSpread(mean, Math.sqrt(squares / n));
    }
}
