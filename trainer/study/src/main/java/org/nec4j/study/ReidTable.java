package org.nec4j.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.nec4j.config.ReidStudySettings;
import org.nec4j.eval.ConfidenceInterval;
import org.nec4j.reid.ReidResult;
import org.nec4j.report.Curve;
import org.nec4j.report.Figure;
import org.nec4j.report.RatePoint;
import org.nec4j.report.Series;

/** What a study of codes found: a row a code, a curve a line of codes, and whether a compression costs little. */
final class ReidTable {
    private final ReidStudySettings settings;
    private final int planned;

    ReidTable(ReidStudySettings settings, int planned) {
        this.settings = settings;
        this.planned = planned;
    }

    /** The table of what is measured so far. */
    String of(List<ReidPoint> points) {
        StringBuilder text = new StringBuilder("# " + settings.title() + "\n\n");
        text.append("Measured ")
                .append(points.size())
                .append(" of ")
                .append(planned)
                .append(" codes. ");
        text.append(verdict(points)).append(".\n\n");
        points.stream()
                .findFirst()
                .ifPresent(point -> text.append(String.format(
                        Locale.ROOT,
                        "Open-set instance retrieval: %d identities that nothing was learnt from, %d queries in a gallery of %d views, %d seed%s. Intervals are 95 %% over"
                                + " queries; a loss is that of mAP to \"%s\", queries drawn for both. Bytes are those of the code as it is stored, by"
                                + " its file with frame and checksum in brackets; an archive keeps it without.%n%n",
                        point.first().identities(),
                        point.first().scores().queries(),
                        point.first().scores().gallery(),
                        settings.seeds().size(),
                        settings.seeds().size() == 1 ? "" : "s",
                        settings.reference())));
        text.append("| line | code | bytes | compression | mAP, % | CMC-1 | CMC-5 | CMC-10 | loss of mAP, points |\n");
        text.append("|---|---|---|---|---|---|---|---|---|\n");
        Optional<ReidPoint> reference = reference(points);
        points.forEach(point -> text.append(row(point, reference)));
        return text.toString();
    }

    private Optional<ReidPoint> reference(List<ReidPoint> points) {
        return points.stream()
                .filter(point -> point.name().equals(settings.reference()))
                .findFirst();
    }

    private static String row(ReidPoint point, Optional<ReidPoint> reference) {
        ReidResult one = point.first();
        ConfidenceInterval interval = point.interval();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d (%d) | %.0fx | %.1f (%.1f - %.1f) | %.1f | %.1f | %.1f | %s |%n",
                point.line(),
                point.name(),
                one.payloadBytes(),
                one.fileBytes(),
                one.ratio(),
                100 * point.map(),
                100 * interval.low(),
                100 * interval.high(),
                100 * point.cmc(1),
                100 * point.cmc(5),
                100 * point.cmc(10),
                reference
                        .filter(other -> !other.equals(point))
                        .map(other -> loss(point, other))
                        .orElse("-"));
    }

    private static String loss(ReidPoint point, ReidPoint reference) {
        ConfidenceInterval interval = point.lossTo(reference);
        return String.format(
                Locale.ROOT,
                "%.1f (%.1f - %.1f)",
                100 * (reference.map() - point.map()),
                100 * interval.low(),
                100 * interval.high());
    }

    /**
     * Whether the compression that the claim is about, or more, costs no more than what is called small: it does where the whole interval of the best such code's loss lies
     * below that, not where it lies above.
     */
    String verdict(List<ReidPoint> points) {
        String claim = String.format(
                Locale.ROOT,
                "%.0fx at a small loss (%.0f points of mAP at most): ",
                settings.ratio(),
                100 * settings.smallLoss());
        Optional<ReidPoint> reference = reference(points);
        Optional<ReidPoint> best = points.stream()
                .filter(point -> point.first().ratio() >= settings.ratio())
                .max(Comparator.comparingDouble(ReidPoint::map));
        if (reference.isEmpty() || best.isEmpty()) {
            return claim + "cannot be told, as no such code is measured yet";
        }
        ConfidenceInterval loss = best.get().lossTo(reference.get());
        String told = loss.high() <= settings.smallLoss()
                ? "holds"
                : loss.low() > settings.smallLoss() ? "does not hold" : "cannot be told from these queries";
        String soFar = points.size() < planned ? " so far" : "";
        return claim
                + told
                + soFar
                + String.format(
                        Locale.ROOT,
                        ": the best code of %.0fx or more, \"%s\" at %.0fx, has %.1f %% where \"%s\" has %.1f %%, a loss of %s",
                        settings.ratio(),
                        best.get().name(),
                        best.get().first().ratio(),
                        100 * best.get().map(),
                        settings.reference(),
                        100 * reference.get().map(),
                        loss(best.get(), reference.get()));
    }

    /** mAP against bytes, a curve a line; nothing before anything is measured. */
    Optional<Figure> figure(List<ReidPoint> points) {
        Map<String, List<RatePoint>> curves = new LinkedHashMap<>();
        for (ReidPoint point : points) {
            ConfidenceInterval interval = point.interval();
            double map = point.map();
            curves.computeIfAbsent(point.line(), line -> new ArrayList<>())
                    .add(new RatePoint(
                            point.name(),
                            point.first().payloadBytes(),
                            map,
                            Math.min(map, interval.low()),
                            Math.max(map, interval.high())));
        }
        List<Series> series = new ArrayList<>();
        curves.forEach((line, rates) -> series.add(new Series(new Curve(line, rates), false)));
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new Figure(
                        settings.title(),
                        "mean average precision, bars 95 % over queries; bytes of the code, its frame of 5 not counted",
                        series,
                        OptionalDouble.empty()));
    }
}
