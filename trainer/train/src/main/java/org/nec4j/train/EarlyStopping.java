package org.nec4j.train;

import java.util.Locale;
import java.util.Map;

/** Finishes a training once a measure on held-out images has not become better for a while. */
public final class EarlyStopping implements TrainingListener {
    private final String measure;
    private final int patience;
    private final double minDelta;
    private double best = Double.POSITIVE_INFINITY;
    private int since;

    /**
     * Stops by a measure.
     *
     * @param measure  {@code loss} or what the objective reports of held-out images, such as {@code distortion}; lower is better
     * @param patience measurements in a row that are no better before it ends the training, at least 1
     * @param minDelta what counts as better is lower than the best by more than this, in the measure's unit
     */
    public EarlyStopping(String measure, int patience, double minDelta) {
        if (patience < 1 || !(minDelta >= 0)) {
            throw new IllegalArgumentException("a patience of " + patience + " and a least change of " + minDelta);
        }
        this.measure = measure;
        this.patience = patience;
        this.minDelta = minDelta;
    }

    /** A training that goes on has had enough already, unless patience is greater now. */
    @Override
    public void begin(Moment.Begin begin) {
        look(begin);
    }

    @Override
    public void heldOut(Moment.HeldOut measured) {
        double value = measured.losses().value(measure);
        if (value < best - minDelta) {
            best = value;
            since = 0;
        } else {
            since++;
        }
        look(measured);
    }

    private void look(Moment moment) {
        if (since >= patience) {
            moment.finish(String.format(
                    Locale.ROOT,
                    "%s on held-out images has not fallen below %.6g for %d measurements",
                    measure,
                    best - minDelta,
                    since));
        }
    }

    @Override
    public Map<String, Double> memory() {
        return Map.of("best", best, "since", (double) since);
    }

    @Override
    public void recall(Map<String, Double> memory) {
        best = memory.getOrDefault("best", best);
        since = memory.getOrDefault("since", 0.0).intValue();
    }
}
