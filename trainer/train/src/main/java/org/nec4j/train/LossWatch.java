package org.nec4j.train;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nec4j.step.Losses;

/**
 * Tells when a loss that is still a number has exploded: the median of the last {@value #STEPS} steps exceeds
 * {@code training.explosion-factor} times the lowest such median of the run. The median, because a single bad batch is no explosion;
 * the lowest, because a loss that rises slowly explodes too. On held-out images, where there is no noise of batches, the loss itself is
 * compared with the lowest one.
 */
final class LossWatch {
    private static final int STEPS = 10;

    private final double factor;
    private double lowest;
    private double lowestHeldOut;

    /**
     * A watch.
     *
     * @param factor        nothing for a watch that never tells anything
     * @param lowest        lowest median so far
     * @param lowestHeldOut lowest loss on held-out images so far
     */
    LossWatch(Optional<Double> factor, double lowest, double lowestHeldOut) {
        this.factor = factor.orElse(Double.POSITIVE_INFINITY);
        this.lowest = lowest;
        this.lowestHeldOut = lowestHeldOut;
    }

    double lowest() {
        return lowest;
    }

    double lowestHeldOut() {
        return lowestHeldOut;
    }

    /** Looks at the last steps; a sentence where the loss has exploded. */
    Optional<String> look(List<Losses> steps) {
        if (steps.size() < STEPS) {
            return Optional.empty();
        }
        double[] last = steps.subList(steps.size() - STEPS, steps.size()).stream()
                .mapToDouble(Losses::loss)
                .sorted()
                .toArray();
        double median = (last[STEPS / 2 - 1] + last[STEPS / 2]) / 2;
        lowest = Math.min(lowest, median);
        return told(median, lowest, "the median of the last " + STEPS + " steps");
    }

    /** Looks at a loss on held-out images; a sentence where it has exploded or is no number. */
    Optional<String> lookHeldOut(double loss) {
        if (!Double.isFinite(loss)) {
            return Optional.of("the loss on held-out images is " + loss);
        }
        lowestHeldOut = Math.min(lowestHeldOut, loss);
        return told(loss, lowestHeldOut, "on held-out images it");
    }

    private Optional<String> told(double loss, double least, String what) {
        return loss > factor * least
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "the loss has exploded: %s is %.4g, %.1f times the lowest so far (training.explosion-factor = %s)",
                        what,
                        loss,
                        loss / least,
                        factor))
                : Optional.empty();
    }
}
