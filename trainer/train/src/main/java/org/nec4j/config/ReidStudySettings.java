package org.nec4j.config;

import java.nio.file.Path;
import java.util.List;
import org.nec4j.config.SensingStudySettings.Named;

/**
 * A comparison of codes for re-identification, once a seed.
 *
 * @param title     first line of the table
 * @param base      the experiment that all begin with
 * @param seeds     of {@code experiment.seed}
 * @param reference name of the code that the others are compared with
 * @param ratio     compression that the claim is about, of an embedding in float32
 * @param smallLoss of mean average precision that counts as small, 0 to 1
 * @param codes     lines of the figure, each with its codes
 */
public record ReidStudySettings(
        String title,
        @ExistingFile Path base,
        List<Long> seeds,
        String reference,
        @Interval("[1, inf)") double ratio,
        @Interval("(0, 1]") double smallLoss,
        List<Line> codes) {
    public ReidStudySettings {
        Violations wrong = new Violations();
        wrong.unless(!seeds.isEmpty(), "seeds", "is empty; name one at least");
        wrong.unless(!codes.isEmpty(), "codes", "is empty; name one at least");
        wrong.unless(
                codes.stream().flatMap(line -> line.points().stream()).anyMatch(code -> code.name()
                        .equals(reference)),
                "reference",
                "is \"" + reference + "\", and no code is called so");
        wrong.report();
    }

    /**
     * Codes that a line of the figure connects.
     *
     * @param line   its name
     * @param points the codes
     */
    public record Line(String line, List<Named> points) {}
}
