package org.nec4j.reid;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.nec4j.config.ReidExperiment;
import org.nec4j.config.ReidExperiment.Reduction;

/**
 * A part of a training in which the network stays what it is; each has a course of the learning rate of its own.
 *
 * @param first its first step
 * @param steps its number of steps, 0 for one that is passed through
 * @param width numbers of the code
 * @param bits  of a number; nothing before quantization
 */
record Stage(long first, long steps, int width, OptionalInt bits) {
    /** The stages of an experiment with an encoder that is {@code dim} wide: rounds of pruning, then quantization. */
    static List<Stage> of(ReidExperiment settings, int dim) {
        ReidExperiment.Code code = settings.code();
        List<Integer> widths = new ArrayList<>();
        if (code.reduction() == Reduction.PRUNING) {
            for (int width = dim; width > code.width(); width = Math.max(code.width(), (int) (width * code.keep()))) {
                widths.add(width);
            }
        }
        widths.add(code.width());
        List<Stage> stages = new ArrayList<>();
        long steps = settings.training().steps();
        for (int i = 0; i < widths.size(); i++) {
            long first = steps * i / widths.size();
            stages.add(new Stage(first, steps * (i + 1) / widths.size() - first, widths.get(i), OptionalInt.empty()));
        }
        if (code.bits() < Float.SIZE) {
            stages.add(
                    new Stage(steps, settings.training().quantizedSteps(), code.width(), OptionalInt.of(code.bits())));
        }
        return List.copyOf(stages);
    }

    /** The step behind its last. */
    long end() {
        return first + steps;
    }
}
