package org.nec4j.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The points of a sweep while they are read: problems that several of them share are told once. */
final class SweepPoints {
    private static final String PREFIX = "sweep.";

    private final Map<Problem, List<String>> problems = new LinkedHashMap<>();
    private final List<SweepPoint> points = new ArrayList<>();
    private int count;

    /** What a {@code sweep} block asks for, the grid's points first; none where a problem was noted. */
    static List<StatedPoint> stated(ConfigValue sweep, List<String> assignments, Problems problems) {
        if (!(sweep instanceof ConfigObject block)) {
            problems.add(sweep.origin(), "sweep", "must be a block in braces with grid or list in it");
            return List.of();
        }
        Optional<SweepSettings> settings = new Binder(problems).bind(block, SweepSettings.class, PREFIX);
        if (settings.isEmpty()) {
            return List.of();
        }
        List<StatedPoint> all = new ArrayList<>(settings.get().grid().points());
        all.addAll(settings.get().list());
        refuseAssignments(all, assignments, problems);
        refuseRepetitions(all, problems);
        return all;
    }

    /** A point as it was read. */
    void add(String name, StatedPoint stated, Problems own, Optional<Loaded<Experiment>> experiment) {
        count++;
        own.found().forEach(problem -> problems.computeIfAbsent(problem, p -> new ArrayList<>())
                .add(name));
        Map<String, String> values = new LinkedHashMap<>();
        stated.values().forEach((key, value) -> values.put(SweptKeys.label(key), SweptKeys.text(value)));
        experiment.ifPresent(loaded -> points.add(new SweepPoint(name, values, loaded)));
    }

    /** Throws one UserException for all problems of all points. */
    void report(Problems into) {
        problems.forEach((problem, names) -> into.add(new Problem(
                problem.where(),
                problem.key(),
                problem.message() + (names.size() == count ? "" : " (in " + words(names) + ")"))));
        into.report();
    }

    /** The sweep, if it has points. */
    Optional<Sweep> whole() {
        return points.isEmpty() ? Optional.empty() : Optional.of(new Sweep(points));
    }

    private static String words(List<String> names) {
        return names.size() == 1
                ? "the point " + names.get(0)
                : names.size() + " points, " + names.get(0) + " the first of them";
    }

    private static void refuseAssignments(List<StatedPoint> points, List<String> assignments, Problems problems) {
        List<String> swept = points.stream()
                .flatMap(point -> point.values().keySet().stream())
                .distinct()
                .toList();
        for (String assignment : assignments) {
            String key = assignment.replaceFirst("=.*", "").strip();
            swept.stream()
                    .filter(k -> k.equals(key) || k.startsWith(key + "."))
                    .forEach(k -> problems.add(new Problem(
                            Overrides.COMMAND_LINE,
                            k,
                            "differs between the points of the sweep; set sweep.grid." + k
                                    + " to a list of values instead")));
        }
    }

    private static void refuseRepetitions(List<StatedPoint> points, Problems problems) {
        List<String> names = PointNames.of(points);
        for (int i = 0; i < points.size(); i++) {
            for (int j = 0; j < i; j++) {
                String problem = points.get(i).isSameAs(points.get(j))
                        ? "states the point " + PointNames.of(points.get(i)) + " twice"
                        : "calls two points " + names.get(i) + "; give one another name";
                if (points.get(i).isSameAs(points.get(j)) || names.get(i).equalsIgnoreCase(names.get(j))) {
                    problems.add(points.get(i).origin(), "sweep", problem);
                }
            }
        }
    }
}
