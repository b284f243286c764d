package org.nec4j.study;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nec4j.config.StudySettings.Aim;
import org.nec4j.report.Comparison;
import org.nec4j.report.Curve;
import org.nec4j.report.RatePoint;
import org.nec4j.report.Results;
import org.nec4j.report.SquaredErrors;
import org.nec4j.report.Uncertainty;
import org.nec4j.report.Verdict;
import org.nec4j.report.Verdict.Outcome;

/**
 * What a study shall come to, put to its rows.
 *
 * @param results      the rows
 * @param uncompressed the system whose score is the mark
 */
record Aims(Results results, String uncompressed) {
    /** What became of an aim. */
    Verdict judge(Aim aim) {
        Optional<Curve> ours = curve(aim.head(), aim.system());
        if (ours.isEmpty()) {
            return open(aim, "no point of " + aim.system() + " under head " + aim.head());
        }
        return aim.against().isPresent()
                ? curve(aim.head(), aim.against().get())
                        .map(theirs -> against(aim, ours.get(), theirs))
                        .orElseGet(
                                () -> open(aim, "no point of " + aim.against().get() + " under head " + aim.head()))
                : near(aim, ours.get());
    }

    private Optional<Curve> curve(String head, String system) {
        List<Curve> curves =
                head.equals(Aim.SQUARED_ERROR) ? SquaredErrors.curves(results) : results.curves(head, m -> true);
        return curves.stream().filter(c -> c.system().equals(system)).findFirst();
    }

    private static String claim(Aim aim) {
        String head = aim.head().equals(Aim.SQUARED_ERROR) ? "Squared error" : "Head " + aim.head();
        if (aim.against().isEmpty()) {
            return head + ": " + aim.system() + " within "
                    + number("%.1f", aim.points().orElseThrow()) + " points of the uncompressed embedding at "
                    + bytes(aim.bytes().orElseThrow());
        }
        String against = aim.against().get();
        return head + ": "
                + aim.saves()
                        .map(share -> aim.system() + " saves " + number("%.0f %%", 100 * share) + " of the bytes of "
                                + against)
                        .orElseGet(() -> aim.system() + " ahead of " + against + " at every rate that both reach");
    }

    private static Verdict open(Aim aim, String why) {
        return new Verdict(claim(aim), "an aim", why, "-", Outcome.OPEN);
    }

    /** The points themselves count, not what lies between them. */
    private Verdict near(Aim aim, Curve ours) {
        double mark = results.accuracy(aim.head(), uncompressed).orElseThrow();
        double wanted = mark - aim.points().orElseThrow() / 100;
        double most = aim.bytes().orElseThrow();
        Optional<RatePoint> best =
                ours.frontier().stream().filter(p -> p.bytes() <= most).reduce((a, b) -> b);
        if (best.isEmpty()) {
            return new Verdict(
                    claim(aim),
                    "an aim",
                    "cheapest point " + bytes(ours.points().get(0).bytes()),
                    "-",
                    Outcome.FAILS);
        }
        Optional<RatePoint> reached =
                ours.frontier().stream().filter(p -> p.accuracy() >= wanted).findFirst();
        return new Verdict(
                claim(aim),
                "an aim",
                number("%.1f %%", 100 * best.get().accuracy()) + " of " + number("%.1f %%", 100 * mark) + " at "
                        + bytes(best.get().bytes())
                        + reached.map(p -> "; within them from " + bytes(p.bytes()))
                                .orElse("; never within them"),
                number("%+.1f points to spare", 100 * (best.get().accuracy() - wanted)),
                best.get().accuracy() >= wanted ? Outcome.HOLDS : Outcome.FAILS);
    }

    private Verdict against(Aim aim, Curve ours, Curve theirs) {
        if (aim.saves().isEmpty()) {
            return ahead(aim, ours, theirs);
        }
        OptionalDouble mark = results.accuracy(aim.head(), uncompressed);
        // Coding adds nothing to an embedding: a head that scores more behind it has not learnt the embedding itself to
        // its end.
        return ours.points().stream()
                .filter(p -> mark.isPresent() && p.low() > mark.getAsDouble())
                .findFirst()
                .map(p -> open(
                        aim,
                        "the head has more at " + bytes(p.bytes()) + ", " + number("%.1f %%", 100 * p.accuracy())
                                + ", than on the uncompressed embedding, "
                                + number("%.1f %%", 100 * mark.getAsDouble()) + ": it has not learnt that"))
                .orElseGet(() -> saving(aim, ours, theirs, aim.saves().get()));
    }

    /** Average over what both curves cover; where they share no score, the other's best point against the cheapest of ours that reaches it. */
    private static Verdict saving(Aim aim, Curve ours, Curve theirs, double share) {
        OptionalDouble average = Comparison.rateSaving(ours, theirs);
        if (average.isPresent()) {
            String ends = Uncertainty.of(ours, theirs, Comparison::rateSaving)
                    .map(u -> number(", 95 %% from %.0f", 100 * u.low()) + number(" to %.0f %%", 100 * u.high()))
                    .orElse("");
            return saved(aim, average.getAsDouble(), share, "on average at equal score" + ends);
        }
        List<RatePoint> frontier = theirs.frontier();
        RatePoint best = frontier.get(frontier.size() - 1);
        OptionalDouble bytes = Comparison.bytesFor(ours, best.accuracy());
        if (bytes.isEmpty()) {
            return open(aim, "no score that both curves cover");
        }
        boolean isNoise = best.high() > best.low()
                && ours.frontier().stream()
                        .filter(p -> p.bytes() >= bytes.getAsDouble())
                        .findFirst()
                        .filter(p -> p.low() < best.accuracy())
                        .isPresent();
        return saved(
                aim,
                1 - bytes.getAsDouble() / best.bytes(),
                share,
                bytes(bytes.getAsDouble()) + " reach what it has at " + bytes(best.bytes())
                        + (isNoise ? ", which so many test images do not tell apart" : ""));
    }

    private static Verdict saved(Aim aim, double saved, double share, String how) {
        return new Verdict(
                claim(aim),
                "an aim",
                number("%.0f %% saved, ", 100 * saved) + how,
                number("%+.0f points of the share", 100 * (saved - share)),
                saved >= share ? Outcome.HOLDS : Outcome.FAILS);
    }

    /** Where a point of either curve lies within the other's reach, or where ours are as good with fewer bytes throughout. */
    private static Verdict ahead(Aim aim, Curve ours, Curve theirs) {
        Map<Double, Double> gains = new TreeMap<>();
        ours.points().forEach(p -> Comparison.accuracyAt(theirs, p.bytes())
                .ifPresent(other -> gains.put(p.bytes(), p.accuracy() - other)));
        theirs.points().forEach(p -> Comparison.accuracyAt(ours, p.bytes())
                .ifPresent(own -> gains.putIfAbsent(p.bytes(), own - p.accuracy())));
        if (gains.isEmpty()) {
            List<RatePoint> frontier = ours.frontier();
            RatePoint best = frontier.get(frontier.size() - 1);
            double other = theirs.points().stream()
                    .mapToDouble(RatePoint::accuracy)
                    .max()
                    .orElseThrow();
            return open(
                    aim,
                    "no rate that both reach: " + number("%.1f %%", 100 * best.accuracy()) + " at "
                            + bytes(best.bytes())
                            + " against at best " + number("%.1f %%", 100 * other) + " from "
                            + bytes(theirs.points().get(0).bytes()) + " on");
        }
        boolean everywhere = gains.values().stream().allMatch(gain -> gain > 0);
        return new Verdict(
                claim(aim),
                "an aim",
                gains.entrySet().stream()
                        .map(gain -> bytes(gain.getKey()) + ": " + number("%+.1f points", 100 * gain.getValue()))
                        .collect(Collectors.joining(", ")),
                "-",
                everywhere ? Outcome.HOLDS : Outcome.FAILS);
    }

    private static String bytes(double bytes) {
        return number(bytes < 100 ? "%.1f bytes" : "%,.0f bytes", bytes);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
