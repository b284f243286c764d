package org.nec4j.eval;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that falls in a straight line to zero and in its first steps rises to that line: at step t, from 0,
 * peak * (1 - t / end) * min(1, (t + 1) / warmup). DL4J's own {@code PolySchedule} of release 1.0.0-M2.1 rises instead, to twice its
 * beginning.
 *
 * @param peak   where the line begins
 * @param warmup steps of the rise; 0 for none
 * @param end    steps of the run
 */
public record LinearDecay(
        @JsonProperty("peak") double peak,
        @JsonProperty("warmup") int warmup,
        @JsonProperty("end") int end) implements ISchedule {
    @Override
    public double valueAt(int iteration, int epoch) {
        double line = peak * Math.max(0, 1 - (double) iteration / end);
        return iteration < warmup ? line * (iteration + 1) / warmup : line;
    }

    @Override
    public ISchedule clone() {
        return this;
    }
}
