package org.nec4j.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.config.SensingStudySettings;
import org.nec4j.config.SensingStudySettings.Condition;
import org.nec4j.config.SensingStudySettings.Named;
import org.nec4j.report.Curve;
import org.nec4j.report.Figure;
import org.nec4j.report.RatePoint;
import org.nec4j.report.Series;

/**
 * What a study of compressed learning found: accuracies, pairs, and whether a recovery loss helps. The entrants that differ from the first in
 * the weight of that loss alone come behind it and are told by {@code objective.lambda} among their settings.
 */
final class SensingTable {
    private static final String LAMBDA = "objective.lambda=";

    private final SensingStudySettings settings;
    private final int planned;

    SensingTable(SensingStudySettings settings, int planned) {
        this.settings = settings;
        this.planned = planned;
    }

    /** The table of what is measured so far. */
    String of(List<SensingPoint> points) {
        StringBuilder text = new StringBuilder("# " + settings.title() + "\n\n");
        text.append("Measured ")
                .append(points.size())
                .append(" of ")
                .append(planned)
                .append(" runs. ");
        text.append(verdict(points)).append(".\n\n");
        text.append(
                        "Accuracy on the images of val and test, mean over seeds (each seed); squared error of the recovered image, 1 for a guess of the mean; ")
                .append("measurements are numbers, not rounded.\n\n");
        text.append("| condition | entrant | measurements | accuracy | squared error |\n|---|---|---|---|---|\n");
        groups(points).forEach((key, group) -> text.append(row(group)));
        text.append(
                        "\nPairs on the same images and noise: images that only the first got right, that only the other did, and the two-sided p of ")
                .append("the exact McNemar test, a seed each.\n\n| condition | pair | a seed each |\n|---|---|---|\n");
        pairs(points).forEach((pair, list) -> text.append("| ")
                .append(pair)
                .append(" | ")
                .append(words(list))
                .append(" |\n"));
        return text.toString();
    }

    /** The same numbers for programs, a run each. */
    String json(List<SensingPoint> points) {
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
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("title", settings.title());
        all.put("planned_runs", planned);
        all.put("verdict", verdict(points));
        all.put("runs", runs);
        return JsonObject.of(all) + "\n";
    }

    private static Map<String, List<SensingPoint>> groups(List<SensingPoint> points) {
        Map<String, List<SensingPoint>> groups = new LinkedHashMap<>();
        points.forEach(
                point -> groups.computeIfAbsent(point.condition() + " | " + point.entrant(), key -> new ArrayList<>())
                        .add(point));
        return groups;
    }

    private static String row(List<SensingPoint> group) {
        SensingPoint first = group.get(0);
        List<String> single = group.stream()
                .map(point -> percent(point.judgement().accuracy()))
                .toList();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %s (%s) | %.3f |%n",
                first.condition(),
                first.entrant(),
                first.judgement().measurements(),
                percent(accuracy(group)),
                String.join(", ", single),
                group.stream()
                        .mapToDouble(p -> p.judgement().squares())
                        .average()
                        .orElse(0));
    }

    private static double accuracy(List<SensingPoint> group) {
        return group.stream()
                .mapToDouble(p -> p.judgement().accuracy())
                .average()
                .orElse(0);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    private static String words(List<SensingPoint.Pair> pairs) {
        return String.join(
                "; ",
                pairs.stream()
                        .map(pair ->
                                String.format(Locale.ROOT, "%d : %d, p %.3f", pair.ours(), pair.theirs(), pair.p()))
                        .toList());
    }

    /** Every entrant against the first of its condition, and the best of those with a recovery loss against the others. */
    private Map<String, List<SensingPoint.Pair>> pairs(List<SensingPoint> points) {
        Map<String, List<SensingPoint.Pair>> pairs = new LinkedHashMap<>();
        for (Condition condition : settings.conditions()) {
            for (int i = 0; i < settings.entrants().size(); i++) {
                for (int j = 0; j < i; j++) {
                    String one = settings.entrants().get(i).name();
                    String other = settings.entrants().get(j).name();
                    List<SensingPoint.Pair> list = pairs(points, condition.name(), one, other);
                    if (!list.isEmpty()) {
                        pairs.put(condition.name() + " | " + one + " : " + other, list);
                    }
                }
            }
        }
        return pairs;
    }

    private List<SensingPoint.Pair> pairs(List<SensingPoint> points, String condition, String one, String other) {
        List<SensingPoint.Pair> list = new ArrayList<>();
        for (long seed : settings.seeds()) {
            Optional<SensingPoint> mine = find(points, condition, one, seed);
            Optional<SensingPoint> theirs = find(points, condition, other, seed);
            if (mine.isPresent() && theirs.isPresent()) {
                list.add(mine.get().against(theirs.get()));
            }
        }
        return list;
    }

    private static Optional<SensingPoint> find(List<SensingPoint> points, String condition, String entrant, long seed) {
        return points.stream()
                .filter(p -> p.condition().equals(condition) && p.entrant().equals(entrant) && p.seed() == seed)
                .findFirst();
    }

    /**
     * Whether a recovery loss helps under the first condition: it does where an entrant with one beats the one without in every seed, significantly
     * in most; it does not where all of them lose so; else, or with less than three seeds, it cannot be told.
     */
    String verdict(List<SensingPoint> points) {
        String condition = settings.conditions().get(0).name();
        List<String> entrants = settings.entrants().stream()
                .filter(e -> e.settings().stream().anyMatch(s -> s.startsWith(LAMBDA)))
                .map(Named::name)
                .toList();
        boolean all = entrants.size() > 1;
        String best = "";
        boolean allLose = all;
        for (String entrant : entrants.subList(Math.min(1, entrants.size()), entrants.size())) {
            List<SensingPoint.Pair> list = pairs(points, condition, entrant, entrants.get(0));
            all &= list.size() >= Math.max(3, settings.seeds().size());
            if (wins(list, 1)) {
                best = entrant;
            }
            allLose &= wins(list, -1);
        }
        String claim = "A recovery loss helps under " + condition + ": ";
        if (!all) {
            return claim + "cannot be told, as not all of its runs are done";
        }
        if (!best.isEmpty()) {
            return claim + "holds, by " + best;
        }
        return claim + (allLose ? "does not hold" : "cannot be told from these runs");
    }

    private static boolean wins(List<SensingPoint.Pair> list, int sign) {
        boolean always = list.stream().allMatch(pair -> sign * (pair.ours() - pair.theirs()) > 0);
        long significant =
                list.stream().filter(SensingPoint.Pair::isSignificant).count();
        return !list.isEmpty() && always && 2 * significant > list.size();
    }

    /** Accuracy against bytes under every condition; nothing before anything is measured. */
    Optional<Figure> figure(List<SensingPoint> points) {
        Map<String, List<RatePoint>> curves = new LinkedHashMap<>();
        groups(points).values().forEach(group -> {
            double low = group.stream()
                    .mapToDouble(p -> p.judgement().accuracy())
                    .min()
                    .orElse(0);
            double high = group.stream()
                    .mapToDouble(p -> p.judgement().accuracy())
                    .max()
                    .orElse(0);
            double mean = Math.min(high, Math.max(low, accuracy(group)));
            SensingPoint first = group.get(0);
            curves.computeIfAbsent(first.entrant(), key -> new ArrayList<>())
                    .add(new RatePoint(first.condition(), first.judgement().measurements(), mean, low, high));
        });
        List<Series> series = new ArrayList<>();
        curves.forEach((entrant, rates) -> series.add(new Series(new Curve(entrant, rates), false)));
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new Figure(
                        settings.title(),
                        "accuracy, bars over seeds; a measurement counts as a byte and is not rounded to one",
                        series,
                        OptionalDouble.empty()));
    }
}
