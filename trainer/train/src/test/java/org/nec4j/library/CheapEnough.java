package org.nec4j.library;

import java.util.Map;
import org.nec4j.train.Moment;
import org.nec4j.train.TrainingListener;

/** A listener of a few lines, for docs/extending.md: finishes a training once an image costs no more than it may. */
final class CheapEnough implements TrainingListener {
    private final double bits;
    private double mean = Double.NaN;

    CheapEnough(double bits) {
        this.bits = bits;
    }

    @Override
    public void step(Moment.Step step) {
        double now = step.metrics().get("bits_per_image");
        mean = Double.isNaN(mean) ? now : 0.9 * mean + 0.1 * now;
        if (mean <= bits) {
            step.finish("an image costs " + Math.round(mean) + " bits");
        }
    }

    @Override
    public Map<String, Double> memory() {
        return Map.of("mean", mean);
    }

    @Override
    public void recall(Map<String, Double> memory) {
        mean = memory.get("mean");
    }

    double mean() {
        return mean;
    }
}
