package org.nec4j.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.config.SensingStudySettings;
import org.nec4j.config.SensingStudySettings.Condition;
import org.nec4j.config.SensingStudySettings.Named;
import org.nec4j.eval.ConfidenceInterval;
import org.nec4j.report.DotPlot;
import org.nec4j.study.SensingRow.Beside;

/**
 * What a study of compressed learning found: accuracies, pairs, and whether a recovery loss helps. The entrants that differ from the first in
 * the weight of that loss alone come behind it and are told by {@code objective.lambda} among their settings.
 */
final class SensingTable {
    private static final String LAMBDA = "objective.lambda=";
    private static final String FLIPS = "sensing.bit-flips=";

    private final SensingStudySettings settings;
    private final int planned;
    private final List<SensingPoint> points;
    private final List<SensingRow> rows = new ArrayList<>();

    /** Of the runs that are done, in any order. */
    SensingTable(SensingStudySettings settings, int planned, List<SensingPoint> points) {
        this.settings = settings;
        this.planned = planned;
        this.points = List.copyOf(points);
        for (Condition condition : settings.conditions()) {
            for (Named entrant : settings.entrants()) {
                List<SensingPoint> own = points.stream()
                        .filter(p -> p.condition().equals(condition.name())
                                && p.entrant().equals(entrant.name()))
                        .toList();
                if (!own.isEmpty()) {
                    rows.add(new SensingRow(condition.name(), entrant.name(), own));
                }
            }
        }
    }

    /** The table. */
    String markdown() {
        StringBuilder text = new StringBuilder("# " + settings.title() + "\n\n");
        text.append(
                "Made by `nec4j reproduce`; do not edit. Measured " + points.size() + " of " + planned + " runs.\n\n");
        verdicts().forEach(verdict -> text.append("- ").append(verdict).append(".\n"));
        text.append("\n![accuracy by condition](curve.svg)\n\n");
        text.append(
                "Accuracy on the images of val and test, mean over seeds, its interval 95 % over images, and each seed; squared error of the recovered image, 1 for"
                        + " a guess of the mean; measurements are " + measured() + ".\n\n");
        text.append(
                "| condition | entrant | measurements | accuracy % | 95 % interval | each seed | squared error |\n");
        text.append("|---|---|---:|---:|---|---|---:|\n");
        rows.forEach(row -> text.append(line(row)));
        text.append(
                "\nPairs on the same images and noise: the difference of accuracies, mean over seeds, with 95 % over images; and a seed each the images that only the"
                        + " first got right, that only the other did, and the two-sided p of the exact McNemar test.\n\n");
        text.append(
                "| condition | pair | difference, points | only the first : only the other, p |\n|---|---|---|---|\n");
        pairs().forEach(pair -> text.append(line(pair)));
        return text.toString();
    }

    /** What a measurement is when it travels: a channel whose bits flip carries bytes. */
    private String measured() {
        Stream<String> all = Stream.concat(
                settings.conditions().stream().flatMap(condition -> condition.settings().stream()),
                settings.entrants().stream().flatMap(entrant -> entrant.settings().stream()));
        return all.anyMatch(setting -> setting.startsWith(FLIPS))
                ? "bytes where bits flip, else numbers, not rounded"
                : "numbers, not rounded";
    }

    private static String line(SensingRow row) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %s | %s | %s | %.3f |%n",
                row.condition(),
                row.entrant(),
                row.measurements(),
                percent(row.accuracy()),
                percent(row.interval().low()) + " - " + percent(row.interval().high()),
                String.join(
                        ", ",
                        row.accuracies().stream().map(SensingTable::percent).toList()),
                row.squares());
    }

    private static String line(Beside pair) {
        return String.format(
                Locale.ROOT,
                "| %s | %s : %s | %s | %s |%n",
                pair.one().condition(),
                pair.one().entrant(),
                pair.other().entrant(),
                points(pair),
                String.join(
                        "; ",
                        pair.pairs().stream().map(SensingPoint.Pair::words).toList()));
    }

    private static String points(Beside pair) {
        return String.format(
                Locale.ROOT,
                "%+.1f (%+.1f to %+.1f)",
                tenths(pair.difference()),
                tenths(pair.interval().low()),
                tenths(pair.interval().high()));
    }

    /** Points to a tenth; what rounds to nothing has no sign. */
    private static double tenths(double share) {
        return Math.round(1000 * share) / 10.0;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    /** The same numbers for programs. */
    String json() {
        List<Map<String, Object>> runs = new ArrayList<>();
        for (SensingPoint point : points) {
            Map<String, Object> run = new LinkedHashMap<>();
            run.put("condition", point.condition());
            run.put("entrant", point.entrant());
            run.put("seed", point.seed());
            run.put("images", point.judgement().right().length);
            run.put("accuracy", point.judgement().accuracy());
            run.put("squared_error", point.judgement().squares());
            run.put("measurements", point.judgement().measurements());
            runs.add(run);
        }
        List<Map<String, Object>> pairs = new ArrayList<>();
        for (Beside pair : pairs()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("condition", pair.one().condition());
            one.put("first", pair.one().entrant());
            one.put("other", pair.other().entrant());
            one.put("difference", pair.difference());
            one.put("difference_low", pair.interval().low());
            one.put("difference_high", pair.interval().high());
            one.put("mcnemar_p", pair.pairs().stream().map(SensingPoint.Pair::p).toList());
            pairs.add(one);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("title", settings.title());
        all.put("planned_runs", planned);
        all.put("verdicts", verdicts());
        all.put("runs", runs);
        all.put("pairs", pairs);
        return JsonObject.of(all) + "\n";
    }

    /** Every two entrants of a condition, the later one first. */
    private List<Beside> pairs() {
        List<Beside> pairs = new ArrayList<>();
        for (Condition condition : settings.conditions()) {
            List<SensingRow> own = under(condition);
            for (int i = 1; i < own.size(); i++) {
                for (SensingRow other : own.subList(0, i)) {
                    own.get(i).against(other).ifPresent(pairs::add);
                }
            }
        }
        return pairs;
    }

    private List<SensingRow> under(Condition condition) {
        return rows.stream()
                .filter(row -> row.condition().equals(condition.name()))
                .toList();
    }

    /** A sentence a condition that has entrants with and without a recovery loss, the first condition's first. */
    List<String> verdicts() {
        return settings.conditions().stream()
                .flatMap(condition -> verdict(condition).stream())
                .toList();
    }

    /**
     * Whether a recovery loss helps under a condition: it does where an entrant with one beats the one without in every seed, significantly in most; it does not
     * where all of them lose so; else, or with less than three seeds, it cannot be told, and then the differences say what can.
     */
    private Optional<String> verdict(Condition condition) {
        List<String> entrants = settings.under(condition).stream()
                .filter(e -> e.settings().stream().anyMatch(s -> s.startsWith(LAMBDA)))
                .map(Named::name)
                .toList();
        if (entrants.size() < 2) {
            return Optional.empty();
        }
        String claim = "A recovery loss helps under " + condition.name() + ": ";
        List<SensingRow> own = under(condition);
        List<Beside> pairs = entrants.subList(1, entrants.size()).stream()
                .flatMap(name -> Stream.of(name)
                        .flatMap(
                                with -> own.stream().filter(row -> row.entrant().equals(with)))
                        .flatMap(with -> own.stream()
                                .filter(row -> row.entrant().equals(entrants.get(0)))
                                .flatMap(without -> with.against(without).stream())))
                .toList();
        int seeds = Math.max(3, settings.seeds().size());
        if (pairs.size() < entrants.size() - 1
                || pairs.stream().anyMatch(pair -> pair.pairs().size() < seeds)) {
            return Optional.of(claim + "cannot be told, as not all of its runs are done");
        }
        String told = pairs.stream()
                .filter(pair -> pair.wins(1))
                .reduce((before, after) -> after)
                .map(best -> "holds, by " + best.one().entrant())
                .orElse(
                        pairs.stream().allMatch(pair -> pair.wins(-1))
                                ? "does not hold"
                                : "cannot be told from these runs");
        return Optional.of(claim
                + told
                + " ("
                + String.join(
                        ", ",
                        pairs.stream()
                                .map(pair -> pair.one().entrant() + ' ' + points(pair) + " points")
                                .toList())
                + ")");
    }

    /** Accuracies by condition; nothing before anything is measured. */
    Optional<DotPlot> figure() {
        List<DotPlot.Group> groups = settings.conditions().stream()
                .map(condition -> new DotPlot.Group(
                        condition.name(),
                        under(condition).stream().map(SensingTable::dot).toList()))
                .toList();
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new DotPlot(
                        settings.title(),
                        "accuracy, mean of " + settings.seeds().size()
                                + " seeds (strokes: each), bars 95 % over images; dashed: the first of a condition",
                        groups));
    }

    private static DotPlot.Dot dot(SensingRow row) {
        ConfidenceInterval interval = row.interval();
        return new DotPlot.Dot(row.entrant(), row.accuracy(), interval.low(), interval.high(), row.accuracies());
    }
}
