package org.nec4j.report;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import org.nec4j.export.Rates;

/** Results as a Markdown document: header, one table a head, the curves in single numbers, verdicts. */
public final class MarkdownReport {
    /** The metric of a row that the paper would count otherwise. */
    private static final String AS_THE_PAPER = "bytes_as_the_paper_counts";

    /** The name of a head ends so where the encoder has learnt with it. */
    public static final String FINE_TUNED = "+fine-tune";

    private static final double[] LOSSES = {0.01, 0.02, 0.05};

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private MarkdownReport(Results results) {
        this.results = results;
    }

    /**
     * Writes the document.
     *
     * @param reference the system whose accuracy everything is measured against, such as the uncompressed embedding
     * @param compared  the system whose average savings over every other one are listed
     */
    public static String of(Results results, String reference, String compared) {
        MarkdownReport report = new MarkdownReport(results);
        report.header(reference);
        for (String head : results.heads()) {
            report.table(head, reference);
            report.singleNumbers(head, reference, compared);
        }
        FactorizedEncoders.lines(results).forEach(report::line);
        report.squaredErrors(reference, compared);
        report.rates();
        report.verdicts();
        return report.text.toString();
    }

    private void header(String reference) {
        line("# " + results.experiment());
        line("");
        results.header().forEach((key, value) -> line("- " + key + ": " + value));
        line("- noise: a difference is called so where the " + reference
                + "'s score lies inside the row's interval: so many test images do not tell the two apart");
        line("");
    }

    private void table(String head, String reference) {
        OptionalDouble uncompressed = results.accuracy(head.replace(FINE_TUNED, ""), reference);
        line("## Head: " + head);
        line("");
        boolean otherwise =
                results.rows(head).stream().anyMatch(m -> m.metrics().containsKey(AS_THE_PAPER));
        line("| system | setting | bytes an image | " + (otherwise ? "as the paper counts | " : "") + score(head)
                + " % | sd over seeds | 95 % interval | points below " + reference + " |");
        line("|---|---|---:|" + (otherwise ? "---:|" : "") + "---:|---:|---|---:|");
        for (Measurement m : results.rows(head)) {
            String loss = uncompressed.isPresent() ? loss(m, uncompressed.getAsDouble(), reference) : "";
            line(String.join(
                    " | ",
                    "| " + m.system(),
                    m.setting(),
                    bytes(m.bytes()) + (otherwise ? " | " + asThePaper(m) : ""),
                    number("%.1f", 100 * m.accuracy()),
                    m.accuracies().size() == 1 ? "-" : number("%.1f", 100 * m.deviation()),
                    number("%.1f", 100 * m.low()) + " - " + number("%.1f", 100 * m.high()),
                    loss + " |"));
        }
        line("");
    }

    private static String loss(Measurement m, double uncompressed, String reference) {
        boolean noise = !m.system().equals(reference) && m.low() <= uncompressed && uncompressed <= m.high();
        return number("%.1f", 100 * (uncompressed - m.accuracy())) + (noise ? " (noise)" : "");
    }

    private void singleNumbers(String head, String reference, String compared) {
        OptionalDouble uncompressed = results.accuracy(head, reference);
        List<Curve> curves = results.curves(head, m -> true);
        Curve ours = curves.stream()
                .filter(c -> c.system().equals(compared))
                .findFirst()
                .orElse(null);
        if (uncompressed.isEmpty() || ours == null) {
            return;
        }
        line(
                "Bytes an image needed to lose no more than so many points against " + reference + " ("
                        + number("%.1f", 100 * uncompressed.getAsDouble()) + " %), and what " + compared
                        + " saves and gains on average where the curves overlap (interpolated over log bytes; 95 % between the numbers in brackets, drawn from the"
                        + " rows' intervals as if no two rows shared their images, so rather wide; none where curves so drawn may not meet):");
        line("");
        line("| system | 1 point | 2 points | 5 points | " + compared + " saves at equal accuracy | " + compared
                + " gains at equal bytes |");
        line("|---|---:|---:|---:|---:|---:|");
        for (Curve curve : curves) {
            StringBuilder row = new StringBuilder("| " + curve.system());
            for (double loss : LOSSES) {
                row.append(" | ")
                        .append(or(
                                Comparison.bytesFor(curve, uncompressed.getAsDouble() - loss), MarkdownReport::bytes));
            }
            boolean itself = curve == ours;
            row.append(" | ").append(itself ? "" : told(ours, curve, Comparison::rateSaving, "%.0f", " %"));
            row.append(" | ").append(itself ? "" : told(ours, curve, Comparison::accuracyGain, "%+.1f", " points"));
            line(row + " |");
        }
        line("");
    }

    private static String told(Curve ours, Curve other, Uncertainty.Number number, String format, String unit) {
        return or(
                number.of(ours, other),
                told -> number(format, 100 * told)
                        + unit
                        + Uncertainty.of(ours, other, number)
                                .map(u -> " (" + number(format, 100 * u.low()) + " to " + number(format, 100 * u.high())
                                        + ")")
                                .orElse(""));
    }

    /** How far embeddings come back, whatever a head makes of them. */
    private void squaredErrors(String reference, String compared) {
        List<Measurement> rows = SquaredErrors.rows(results);
        if (rows.isEmpty()) {
            return;
        }
        List<Curve> curves = SquaredErrors.curves(results);
        Optional<Curve> ours =
                curves.stream().filter(c -> c.system().equals(compared)).findFirst();
        line("## Squared error to the " + reference);
        line("");
        line("Summed over all patch tokens that an image's bytes stand for, mean over test images"
                + ours.map(c -> "; what " + compared
                                + " saves of a system's bytes at equal error, on average where the curves overlap")
                        .orElse("")
                + ".");
        line("");
        line("| system | setting | bytes an image | squared error |"
                + ours.map(c -> " " + compared + " saves |").orElse(""));
        line("|---|---|---:|---:|" + ours.map(c -> "---:|").orElse(""));
        Set<String> told = new HashSet<>();
        for (Measurement m : rows) {
            String row = "| "
                    + String.join(
                            " | ", m.system(), m.setting(), bytes(m.bytes()), number("%.1f", SquaredErrors.of(m)));
            line(row + " |"
                    + ours.map(c -> " " + (told.add(m.system()) ? saving(c, curves, m.system()) : "") + " |")
                            .orElse(""));
        }
        line("");
    }

    private static String saving(Curve ours, List<Curve> curves, String system) {
        if (ours.system().equals(system)) {
            return "";
        }
        return curves.stream()
                .filter(c -> c.system().equals(system))
                .findFirst()
                .map(other -> or(Comparison.rateSaving(ours, other), s -> number("%.0f %%", 100 * s)))
                .orElse("-");
    }

    /** The rates of the learned codecs from the estimate to the file, once for each rate point, whatever the heads. */
    private void rates() {
        Map<String, Measurement> rows = new LinkedHashMap<>();
        for (Measurement m : results.measurements()) {
            if (m.metrics().containsKey(Rates.TABLES)) {
                rows.putIfAbsent(m.system() + " | " + m.setting(), m);
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        line("## Rate, from the estimate in training to the file");
        line("");
        line("Bytes of a test image.");
        line("");
        line("| system | setting | " + String.join(" | ", Rates.NAMES) + " |");
        line("|---|---|" + "---:|".repeat(Rates.NAMES.size()));
        rows.forEach((name, m) -> {
            StringBuilder row = new StringBuilder("| " + name);
            Rates.bytes(m.metrics()).forEach(bytes -> row.append(" | ").append(or(bytes, MarkdownReport::bytes)));
            line(row + " |");
        });
        line("");
    }

    private void verdicts() {
        if (results.verdicts().isEmpty()) {
            return;
        }
        line("## Verdicts");
        line("");
        line("| claim | published | measured here | difference | verdict |");
        line("|---|---|---|---|---|");
        for (Verdict v : results.verdicts()) {
            line("| "
                    + String.join(
                            " | ",
                            v.claim(),
                            v.published(),
                            v.ours(),
                            v.difference(),
                            v.outcome().words()) + " |");
        }
        line("");
    }

    private static String asThePaper(Measurement m) {
        Double bytes = m.metrics().get(AS_THE_PAPER);
        return bytes == null ? "" : bytes(bytes);
    }

    private static String or(OptionalDouble value, Function<Double, String> format) {
        return value.isPresent() ? format.apply(value.getAsDouble()) : "-";
    }

    /** What a head's numbers are. */
    static String score(String head) {
        return head.startsWith("retrieval") ? "mAP@20" : "accuracy";
    }

    static String bytes(double bytes) {
        return number(bytes < 100 ? "%.1f" : "%,.0f", bytes);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
