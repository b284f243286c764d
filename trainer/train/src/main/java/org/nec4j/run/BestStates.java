package org.nec4j.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.nec4j.config.ValidationSettings;
import org.nec4j.objective.Reported;
import org.nec4j.step.Losses;

/** Which saved states are the best so far by a measure on held-out images, the lowest value first; of equal ones the earlier. */
public final class BestStates {
    private final ValidationSettings settings;
    private List<Best> best;

    /**
     * A saved state.
     *
     * @param step  updates done
     * @param value of the measure that decides
     */
    public record Best(long step, double value) {}

    /** @param before those that the run found before it was stopped */
    public BestStates(ValidationSettings settings, List<Best> before) {
        this.settings = settings;
        this.best = before;
    }

    /** The column that holds a measure. */
    public static String column(ValidationSettings.Measure measure) {
        return switch (measure) {
            case LOSS -> Losses.LOSS;
            case DISTORTION -> Reported.DISTORTION.column();
            case BITS_PER_IMAGE -> Reported.BITS_PER_IMAGE.column();
        };
    }

    /** A state is about to be saved. */
    public void offer(long step, Losses losses) {
        double value = losses.value(column(settings.bestBy()));
        List<Best> all = new ArrayList<>(best);
        all.add(new Best(step, value));
        best = all.stream()
                .sorted(Comparator.comparingDouble(Best::value).thenComparingLong(Best::step))
                .limit(settings.keepBest())
                .toList();
    }

    /** The best so far, the very best first. */
    public List<Best> best() {
        return best;
    }

    Set<Long> steps() {
        return best.stream().map(Best::step).collect(Collectors.toSet());
    }
}
