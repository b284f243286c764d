package org.nec4j.segment;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that falls in a straight line to zero and in its first steps rises to that line: mmsegmentation's policy "poly" of
 * power 1 with linear warm-up from 1e-6 of the line.
 *
 * @param peak   where the line begins
 * @param warmup steps of the rise
 * @param end    steps of the run
 */
record PolynomialSchedule(
        @JsonProperty("peak") double peak,
        @JsonProperty("warmup") int warmup,
        @JsonProperty("end") int end) implements ISchedule {
    private static final double WARMUP_RATIO = 1e-6;

    @Override
    public double valueAt(int iteration, int epoch) {
        double line = peak * Math.max(0, 1 - (double) iteration / end);
        return iteration < warmup ? line * (1 - (1 - (double) iteration / warmup) * (1 - WARMUP_RATIO)) : line;
    }

    @Override
    public ISchedule clone() {
        return this;
    }
}
