package org.nec4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nec4j.report.Verdict.Outcome;

/** The rows of encoders that were made smaller: what they cost and what is lost, as a table of its own, verdicts and a figure. */
public final class FactorizedEncoders {
    /** Numbers of the encoder. */
    public static final String NUMBERS = "encoder_numbers";

    /** Its share of the whole encoder's. */
    public static final String KEPT = "kept_share";

    /** Bytes of the codec's file, encoder and tables, without a decoder. */
    public static final String MODEL_BYTES = "model_bytes";

    /** Images that the encoder embeds a second of one core. */
    public static final String IMAGES_A_SECOND = "encode_images_a_second";

    /** Mean square of what tokens are off by, over the variance of the whole encoder's. */
    public static final String ERROR = "token_error";

    /** Accuracy on tokens as they leave the encoder. */
    public static final String EMBEDDED = "accuracy_of_tokens";

    /** Ends of its interval. */
    private static final String LOW = "accuracy_of_tokens_low";

    private static final String HIGH = "accuracy_of_tokens_high";

    private static final double COMPARABLE = 0.02;

    private static final String OWN_AIM = "nothing; an aim of this project";

    private static final String OWN_CLAIM = "nothing; this project's own claim";

    private FactorizedEncoders() {}

    /** A row of what comes out of streams, with the score of what left the encoder beside it. */
    public static Measurement with(Measurement decoded, Measurement embedded) {
        Map<String, Double> metrics = new TreeMap<>(decoded.metrics());
        metrics.put(EMBEDDED, embedded.accuracy());
        metrics.put(LOW, embedded.low());
        metrics.put(HIGH, embedded.high());
        return new Measurement(
                decoded.system(),
                decoded.setting(),
                decoded.head(),
                decoded.images(),
                decoded.bytes(),
                decoded.sideBytes(),
                decoded.accuracies(),
                decoded.low(),
                decoded.high(),
                metrics);
    }

    /** One table a head in Markdown; nothing where no encoder was made smaller. */
    static List<String> lines(Results results) {
        List<String> lines = new ArrayList<>();
        for (String head : results.heads()) {
            List<Measurement> rows = rows(results, head);
            if (rows.isEmpty()) {
                continue;
            }
            lines.add("## Smaller encoders, head: " + head);
            lines.add("");
            lines.add(
                    "Bytes of the model are those of a codec's file with encoder and tables; images a second are the encoder's alone, of one core;"
                            + " the error of tokens is over their variance. That an encoder may lose so many points holds where the whole interval of its row"
                            + " lies no lower than the whole encoder's score less those points, does not hold where all of it lies lower, and cannot be told"
                            + " where that score lies inside.");
            lines.add("");
            lines.add(
                    "| encoder | kept | numbers | model bytes | encode images/s | error of tokens | accuracy of tokens % | 95 % interval |"
                            + " points lost | stream bytes | accuracy from streams % |");
            lines.add("|---|---:|---:|---:|---:|---:|---:|---|---:|---:|---:|");
            OptionalDouble whole = whole(rows);
            for (Measurement m : rows) {
                lines.add("| "
                        + String.join(
                                " | ",
                                m.system(),
                                number("%.1f %%", 100 * of(m, KEPT)),
                                number("%,.0f", of(m, NUMBERS)),
                                number("%,.0f", of(m, MODEL_BYTES)),
                                number("%,.0f", of(m, IMAGES_A_SECOND)),
                                number("%.4f", of(m, ERROR)),
                                number("%.1f", 100 * of(m, EMBEDDED)),
                                number("%.1f", 100 * of(m, LOW)) + " - " + number("%.1f", 100 * of(m, HIGH)),
                                whole.isPresent() ? number("%.1f", 100 * (whole.getAsDouble() - of(m, EMBEDDED))) : "",
                                MarkdownReport.bytes(m.bytes()),
                                number("%.1f", 100 * m.accuracy()))
                        + " |");
            }
            lines.add("");
        }
        return lines;
    }

    /**
     * What the rows of the first head say: at most half a point lost with a quarter of the numbers, two with a tenth, and this project's own
     * claim of models that are 50 to 90 % smaller at comparable accuracy, here at most two points. Nobody published any of it. Intervals are
     * those of each score alone; drawn for both at once they would tell more, which takes every image's outcome.
     */
    public static List<Verdict> verdicts(Results results) {
        List<Measurement> rows = rows(results, results.heads().get(0));
        OptionalDouble whole = whole(rows);
        if (whole.isEmpty()) {
            return List.of();
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (String system : rows.stream().map(Measurement::system).distinct().toList()) {
            List<Measurement> own = rows.stream()
                    .filter(m -> m.system().equals(system) && of(m, KEPT) < 1)
                    .toList();
            near(own, 0.25).ifPresent(m -> verdicts.add(aim(m, whole.getAsDouble(), 75, 0.005)));
            near(own, 0.1).ifPresent(m -> verdicts.add(aim(m, whole.getAsDouble(), 90, 0.02)));
            Optional<Measurement> half = near(own, 0.5);
            Optional<Measurement> tenth = near(own, 0.1);
            if (half.isPresent() && tenth.isPresent()) {
                verdicts.add(new Verdict(
                        system + ": an encoder 50 to 90 % smaller at comparable accuracy (2 points)",
                        OWN_CLAIM,
                        own.stream()
                                .map(m -> number("-%.0f %%: ", 100 * (1 - of(m, KEPT)))
                                        + number("%+.1f points", 100 * (of(m, EMBEDDED) - whole.getAsDouble())))
                                .collect(Collectors.joining(", ")),
                        spare(own, whole.getAsDouble(), COMPARABLE),
                        outcome(own, whole.getAsDouble() - COMPARABLE)));
            }
        }
        return verdicts;
    }

    /** Accuracy of tokens against the bytes of the model; nothing where no encoder was made smaller. */
    public static Optional<Figure> figure(Results results, String title, int images) {
        String head = results.heads().get(0);
        List<Measurement> rows = rows(results, head);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        List<Series> series = rows.stream()
                .map(Measurement::system)
                .distinct()
                .map(system -> new Series(
                        new Curve(
                                system,
                                rows.stream()
                                        .filter(m -> m.system().equals(system))
                                        .map(m -> new RatePoint(
                                                m.setting(),
                                                of(m, MODEL_BYTES),
                                                of(m, EMBEDDED),
                                                of(m, LOW),
                                                of(m, HIGH)))
                                        .toList()),
                        false))
                .toList();
        return Optional.of(new Figure(
                title + ", " + head + " head on tokens as they leave the encoder",
                images + " test images, bars: 95 % bootstrap intervals over test images",
                series,
                whole(rows),
                Figure.Upwards.ACCURACY_OF_FILES));
    }

    private static Verdict aim(Measurement m, double whole, int smaller, double most) {
        return new Verdict(
                m.system() + ": " + smaller + " % smaller loses at most " + number("%.1f", 100 * most) + " points",
                OWN_AIM,
                number("%.1f %%", 100 * of(m, EMBEDDED)) + " of " + number("%.1f %%", 100 * whole),
                spare(List.of(m), whole, most),
                outcome(List.of(m), whole - most));
    }

    /** What the worst row is above the score that it may lose down to. */
    private static String spare(List<Measurement> rows, double whole, double most) {
        double worst = rows.stream().mapToDouble(m -> of(m, EMBEDDED)).min().orElseThrow();
        return number("%+.1f points to spare", 100 * (worst - whole + most));
    }

    /** Told where the images do: every row's interval on the one side of a score, or that of one row all on the other. */
    private static Outcome outcome(List<Measurement> rows, double least) {
        if (rows.stream().anyMatch(m -> of(m, HIGH) < least)) {
            return Outcome.FAILS;
        }
        return rows.stream().allMatch(m -> of(m, LOW) >= least) ? Outcome.HOLDS : Outcome.NOISE;
    }

    private static Optional<Measurement> near(List<Measurement> rows, double share) {
        return rows.stream()
                .filter(m -> of(m, KEPT) <= share && of(m, KEPT) > 0.9 * share)
                .findFirst();
    }

    private static OptionalDouble whole(List<Measurement> rows) {
        return rows.stream()
                .filter(m -> of(m, KEPT) == 1)
                .mapToDouble(m -> of(m, EMBEDDED))
                .findFirst();
    }

    private static List<Measurement> rows(Results results, String head) {
        return results.rows(head).stream()
                .filter(m -> m.metrics().containsKey(KEPT))
                .toList();
    }

    private static double of(Measurement m, String metric) {
        return m.metrics().get(metric);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
