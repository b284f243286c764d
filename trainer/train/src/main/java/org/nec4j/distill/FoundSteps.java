package org.nec4j.distill;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nec4j.config.Configs;
import org.nec4j.config.Experiment;
import org.nec4j.config.Loaded;
import org.nec4j.progress.Console;

/**
 * The range of steps of a run that states none. Encoders differ in how far the tokens of an image spread, and steps go with that: the
 * range is that of the bundled encoder, moved by the nearest number of half octaves.
 */
public final class FoundSteps {
    /** The setting. */
    public static final String KEY = "objective.distill.steps";

    /** Root mean square of the bundled encoder's tokens less their image's mean, on aerial images. */
    private static final double USUAL_SPREAD = 0.22;

    private static final int LOOKED_AT = 256;

    private FoundSteps() {}

    /** The settings with a range, which is told; themselves where they state one or distil nothing. */
    public static Loaded<Experiment> in(Loaded<Experiment> config, Teaching teaching, Console console) {
        if (!areWantedBy(config.settings())) {
            return config;
        }
        double spread =
                spread(teaching.embeddings(LOOKED_AT), config.settings().model().dim());
        double unit = unit(spread);
        String range = String.format(
                Locale.ROOT, "[%.4f, %.4f]", DistillDesign.USUAL.low() * unit, DistillDesign.USUAL.high() * unit);
        console.say(String.format(
                Locale.ROOT,
                "Steps of %s: the encoder's tokens spread by %.2g (%s states other ones).",
                range,
                spread,
                KEY));
        List<String> assignments = new ArrayList<>(config.assignments());
        assignments.add(KEY + '=' + range);
        return Configs.experiment(config.files().get(0), assignments);
    }

    /** Whether these settings are of a distillation that states no steps. */
    public static boolean areWantedBy(Experiment experiment) {
        return experiment.objective().kind() instanceof DistillDesign design
                && design.steps().isEmpty();
    }

    /** A power of the square root of 2. */
    static double unit(double spread) {
        return StrictMath.pow(2, Math.rint(2 * StrictMath.log(spread / USUAL_SPREAD) / StrictMath.log(2)) / 2);
    }

    /** Root mean square of the patch tokens of [1 + L, D] less their mean, over all embeddings. */
    static double spread(List<float[]> embeddings, int dim) {
        double squares = 0;
        long numbers = 0;
        for (float[] y : embeddings) {
            double[] mean = new double[dim];
            for (int i = dim; i < y.length; i++) {
                mean[i % dim] += (double) y[i] * dim / (y.length - dim);
            }
            for (int i = dim; i < y.length; i++) {
                squares += Math.pow(y[i] - mean[i % dim], 2);
            }
            numbers += y.length - dim;
        }
        return Math.sqrt(squares / numbers);
    }
}
