package org.nec4j.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nec4j.report.Comparison;
import org.nec4j.report.Curve;
import org.nec4j.report.RatePoint;
import org.nec4j.report.Verdict;
import org.nec4j.report.Verdict.Outcome;

/** The paper's claims (arXiv 2403.17886), put to curves that were measured. Published values are read off its two figures. */
final class Claims {
    private static final double SIMILAR = 0.01;
    private static final double BOLD_SHARE = 0.0035; // what rounds to 99.7 % compression
    private static final double BOLD_LOSS = 0.05;
    private static final double SMALL_LOSS = 0.02;

    /**
     * What the paper reports of each claim on one of its data sets.
     *
     * @param similar  bytes saved at similar accuracy
     * @param bold     points lost at 99.7 % compression
     * @param uniform  against UQE
     * @param jpeg2000 against JPEG 2000
     */
    record Published(String similar, String bold, String uniform, String jpeg2000) {
        static final Published UC_MERCED = new Published(
                "75 to 90 % fewer",
                "5.0 points (with the decoder's first layer)",
                "at every rate",
                "below about 2.7 KB; JPEG 2000 ahead above");
        static final Published POTSDAM = new Published(
                "83 % fewer, 2.1 points below raw at best",
                "16.1 points (with the decoder's first layer)",
                "at every rate",
                "level at about 1.2 KB, ahead from about 2 KB");
    }

    private final Published published;
    private final List<Curve> curves;
    private final Curve nec;
    private final double uncompressed;
    private final List<Verdict> verdicts = new ArrayList<>();

    private Claims(Published published, List<Curve> curves, Curve nec, double uncompressed) {
        this.published = published;
        this.curves = curves;
        this.nec = nec;
        this.uncompressed = uncompressed;
    }

    /**
     * Judges what the curves of one head allow to judge.
     *
     * @param published    what it stands beside
     * @param uncompressed accuracy of the same head on raw images' embeddings
     */
    static List<Verdict> judge(Published published, List<Curve> curves, String nec, double uncompressed) {
        Optional<Curve> ours =
                curves.stream().filter(c -> c.system().equals(nec)).findFirst();
        if (ours.isEmpty()) {
            return List.of();
        }
        Claims claims = new Claims(published, curves, ours.get(), uncompressed);
        claims.curve("raw + zstd").ifPresent(raw -> {
            claims.fewerBytesAtSimilarAccuracy(raw.points().get(0).bytes());
            claims.smallLossAtBoldCompression(raw.points().get(0).bytes());
        });
        claims.curve("UQE + zstd").ifPresent(claims::betterThanUniformQuantization);
        claims.curve("JPEG 2000").ifPresent(claims::againstJpeg2000);
        claims.cheaperSystems();
        return List.copyOf(claims.verdicts);
    }

    private void fewerBytesAtSimilarAccuracy(double raw) {
        OptionalDouble bytes = Comparison.bytesFor(nec, uncompressed - SIMILAR);
        double best = nec.frontier().get(nec.frontier().size() - 1).accuracy();
        verdicts.add(new Verdict(
                "Within 1 point of raw, " + nec.system() + " needs 75 to 90 % fewer bytes than raw + zstd",
                published.similar(),
                bytes.isPresent()
                        ? percent(1 - bytes.getAsDouble() / raw) + " fewer (" + bytes(bytes.getAsDouble()) + " of "
                                + bytes(raw) + ")"
                        : "never within 1 point: best " + percent(best) + " of " + percent(uncompressed),
                bytes.isPresent() ? points(1 - bytes.getAsDouble() / raw - 0.75) + " against the claim's 75 %" : "-",
                bytes.isPresent() && bytes.getAsDouble() <= 0.25 * raw ? Outcome.HOLDS : Outcome.FAILS));
    }

    private void smallLossAtBoldCompression(double raw) {
        double budget = BOLD_SHARE * raw;
        Optional<RatePoint> within =
                nec.frontier().stream().filter(p -> p.bytes() <= budget).reduce((a, b) -> b);
        OptionalDouble accuracy = Comparison.accuracyAt(nec, budget);
        double found = accuracy.orElse(within.map(RatePoint::accuracy).orElse(Double.NaN));
        boolean known = !Double.isNaN(found);
        verdicts.add(new Verdict(
                "At 99.7 % compression of raw + zstd, " + nec.system() + " loses at most 5 points",
                published.bold(),
                known
                        ? points(uncompressed - found) + " lost at " + bytes(budget)
                        : "no rate point at or below " + bytes(budget) + "; the cheapest has "
                                + bytes(nec.points().get(0).bytes()),
                known ? points(BOLD_LOSS - (uncompressed - found)) + " to spare" : "-",
                known ? (uncompressed - found <= BOLD_LOSS ? Outcome.HOLDS : Outcome.FAILS) : Outcome.OPEN));
    }

    private void betterThanUniformQuantization(Curve uniform) {
        List<String> gains = new ArrayList<>();
        boolean everywhere = true;
        for (RatePoint point : uniform.points()) {
            double ours = bestWithin(point.bytes());
            everywhere &= ours > point.accuracy();
            gains.add(point.setting() + " (" + bytes(point.bytes()) + "): "
                    + (ours == Double.NEGATIVE_INFINITY
                            ? "no cheaper " + nec.system()
                            : points(ours - point.accuracy())));
        }
        verdicts.add(new Verdict(
                nec.system() + " beats " + uniform.system() + " at every rate of the latter",
                published.uniform(),
                String.join(", ", gains),
                "-",
                everywhere ? Outcome.HOLDS : Outcome.FAILS));
    }

    /** Where a point of either curve lies within the other's reach. */
    private void againstJpeg2000(Curve jpeg) {
        Map<Double, Double> gains = new TreeMap<>();
        for (RatePoint point : nec.points()) {
            Comparison.accuracyAt(jpeg, point.bytes())
                    .ifPresent(theirs -> gains.put(point.bytes(), point.accuracy() - theirs));
        }
        for (RatePoint point : jpeg.points()) {
            Comparison.accuracyAt(nec, point.bytes())
                    .ifPresent(ours -> gains.putIfAbsent(point.bytes(), ours - point.accuracy()));
        }
        boolean judged = !gains.isEmpty();
        boolean ahead = gains.values().stream().allMatch(gain -> gain > 0);
        verdicts.add(new Verdict(
                nec.system() + " is ahead of JPEG 2000 at the rates both reach",
                published.jpeg2000(),
                judged
                        ? gains.entrySet().stream()
                                .map(gain -> bytes(gain.getKey()) + ": " + points(gain.getValue()))
                                .collect(Collectors.joining(", "))
                        : "no rate that both reach",
                "-",
                judged ? (ahead ? Outcome.HOLDS : Outcome.FAILS) : Outcome.OPEN));
    }

    /** Says plainly which systems need fewer bytes, those that the paper did not compare itself with included. */
    private void cheaperSystems() {
        double wanted = uncompressed - SMALL_LOSS;
        OptionalDouble ours = Comparison.bytesFor(nec, wanted);
        List<String> cheaper = new ArrayList<>();
        for (Curve curve : curves) {
            OptionalDouble theirs = curve == nec ? OptionalDouble.empty() : Comparison.bytesFor(curve, wanted);
            if (theirs.isPresent() && theirs.getAsDouble() < ours.orElse(Double.POSITIVE_INFINITY)) {
                cheaper.add(curve.system() + " " + bytes(theirs.getAsDouble()));
            }
        }
        String needs = ours.isPresent() ? bytes(ours.getAsDouble()) : "never within 2 points";
        verdicts.add(new Verdict(
                "Within 2 points of raw, no other system needs fewer bytes than " + nec.system(),
                "not claimed",
                nec.system() + " " + needs
                        + (cheaper.isEmpty()
                                ? "; no system needs fewer"
                                : (ours.isPresent() ? "; fewer: " : "; within them: ") + String.join(", ", cheaper)),
                "-",
                cheaper.isEmpty() && ours.isPresent() ? Outcome.HOLDS : Outcome.FAILS));
    }

    /** The best accuracy that so many bytes buy: interpolated, the last point's beyond the curve. */
    private double bestWithin(double bytes) {
        OptionalDouble inside = Comparison.accuracyAt(nec, bytes);
        return inside.orElseGet(() -> nec.frontier().stream()
                .filter(p -> p.bytes() <= bytes)
                .mapToDouble(RatePoint::accuracy)
                .max()
                .orElse(Double.NEGATIVE_INFINITY));
    }

    private Optional<Curve> curve(String system) {
        return curves.stream().filter(c -> c.system().equals(system)).findFirst();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String points(double share) {
        return String.format(Locale.ROOT, "%+.1f points", 100 * share);
    }

    private static String bytes(double bytes) {
        return String.format(Locale.ROOT, "%,.0f bytes", bytes);
    }
}
