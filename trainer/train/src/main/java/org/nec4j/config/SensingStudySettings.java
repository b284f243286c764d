package org.nec4j.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
        String title, @ExistingFile Path base, List<Long> seeds, List<Condition> conditions, List<Named> entrants) {
    public SensingStudySettings {
        Violations wrong = new Violations();
        wrong.unless(!seeds.isEmpty(), "seeds", "is empty; name one at least");
        wrong.unless(!conditions.isEmpty(), "conditions", "is empty; name one at least");
        wrong.unless(!entrants.isEmpty(), "entrants", "is empty; name one at least");
        List<String> known = entrants.stream().map(Named::name).toList();
        for (Condition condition : conditions) {
            for (String entrant : condition.entrants().orElse(List.of())) {
                wrong.unless(
                        known.contains(entrant),
                        "conditions",
                        "names an entrant \"" + entrant + "\" that is none of " + known);
            }
        }
        wrong.report();
    }

    /** The entrants that are measured under a condition. */
    public List<Named> under(Condition condition) {
        return entrants.stream()
                .filter(entrant -> condition
                        .entrants()
                        .map(names -> names.contains(entrant.name()))
                        .orElse(true))
                .toList();
    }

    /**
     * Ratio and noise by a name.
     *
     * @param name     how the table calls it
     * @param settings {@code key=value}, on top of the base
     * @param base     the experiment that its runs begin with; absent for that of the study
     * @param entrants names of those that are measured under it; absent for all
     */
    public record Condition(
            String name,
            List<String> settings,
            @ExistingFile Optional<Path> base,
            Optional<List<String>> entrants) {}

    /**
     * A way to sense and learn by a name.
     *
     * @param name     how the table calls it
     * @param settings {@code key=value}, on top of the base and the condition
     */
    public record Named(String name, List<String> settings) {}
}
