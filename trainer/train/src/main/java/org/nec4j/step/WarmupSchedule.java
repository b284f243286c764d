package org.nec4j.step;

import java.util.Objects;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A linear rise from zero, then half a cosine to a minimum or a constant: Loshchilov and Hutter, arXiv 1608.03983, without
 * restarts. Step t of the rise has peak * t / warmup, as facebookresearch/mae counts it.
 */
public final class WarmupSchedule implements ISchedule {
    private static final long serialVersionUID = 1L;

    private final double peak;
    private final double minimum;
    private final long warmup;
    private final long end;
    private final boolean cosine;

    /**
     * A course by its corners.
     *
     * @param peak    reached after the rise
     * @param minimum where the cosine ends
     * @param warmup  steps of the rise
     * @param end     steps of the run
     * @param cosine  whether it falls after the rise
     */
    public WarmupSchedule(
            @JsonProperty("peak") double peak,
            @JsonProperty("minimum") double minimum,
            @JsonProperty("warmup") long warmup,
            @JsonProperty("end") long end,
            @JsonProperty("cosine") boolean cosine) {
        this.peak = peak;
        this.minimum = minimum;
        this.warmup = warmup;
        this.end = end;
        this.cosine = cosine;
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        if (iteration < warmup) {
            return peak * iteration / warmup;
        }
        if (!cosine || end <= warmup) {
            return peak;
        }
        double progress = Math.min(1, (double) (iteration - warmup) / (end - warmup));
        return minimum + (peak - minimum) * 0.5 * (1 + StrictMath.cos(Math.PI * progress));
    }

    @Override
    public ISchedule clone() {
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WarmupSchedule that
                && peak == that.peak
                && minimum == that.minimum
                && warmup == that.warmup
                && end == that.end
                && cosine == that.cosine;
    }

    @Override
    public int hashCode() {
        return Objects.hash(peak, minimum, warmup, end, cosine);
    }

    /** For DL4J's JSON. */
    public double getPeak() {
        return peak;
    }

    /** For DL4J's JSON. */
    public double getMinimum() {
        return minimum;
    }

    /** For DL4J's JSON. */
    public long getWarmup() {
        return warmup;
    }

    /** For DL4J's JSON. */
    public long getEnd() {
        return end;
    }

    /** For DL4J's JSON. */
    public boolean isCosine() {
        return cosine;
    }
}
