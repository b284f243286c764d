package org.nec4j.config;

import java.nio.file.Path;
import java.util.List;

/**
 * A comparison of ways of compressed learning: every entrant under every condition, once a seed.
 *
 * @param title      first line of the table
 * @param base       the experiment that all begin with
 * @param seeds      of {@code experiment.seed}
 * @param conditions ratios and noise, the first that the claim is about first
 * @param entrants   ways to sense and learn
 */
public record SensingStudySettings(
        String title, @ExistingFile Path base, List<Long> seeds, List<Named> conditions, List<Named> entrants) {
    public SensingStudySettings {
        Violations wrong = new Violations();
        wrong.unless(!seeds.isEmpty(), "seeds", "is empty; name one at least");
        wrong.unless(!conditions.isEmpty(), "conditions", "is empty; name one at least");
        wrong.unless(!entrants.isEmpty(), "entrants", "is empty; name one at least");
        wrong.report();
    }

    /**
     * Settings by a name.
     *
     * @param name     how the table calls it
     * @param settings {@code key=value}, on top of the base
     */
    public record Named(String name, List<String> settings) {}
}
