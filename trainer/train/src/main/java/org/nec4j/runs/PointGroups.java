package org.nec4j.runs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.nec4j.config.Setting;
import org.nec4j.config.SweepPoint;

/** Points of a sweep that may share images, masks and trunk: those that differ in nothing but what weighs and moves the tensors that train. */
final class PointGroups {
    private static final Set<String> OWN = Set.of("objective.lambda", "training.clip-norm", "experiment.title");
    private static final List<String> OWN_BLOCKS = List.of("training.optimizer.", "training.schedule.");

    private PointGroups() {}

    /** The points in groups of at most so many, in their order. */
    static List<List<SweepPoint>> of(Collection<SweepPoint> points, int most) {
        Map<String, List<SweepPoint>> alike = new LinkedHashMap<>();
        points.forEach(point ->
                alike.computeIfAbsent(shared(point), key -> new ArrayList<>()).add(point));
        List<List<SweepPoint>> groups = new ArrayList<>();
        for (List<SweepPoint> some : alike.values()) {
            for (int i = 0; i < some.size(); i += most) {
                groups.add(List.copyOf(some.subList(i, Math.min(some.size(), i + most))));
            }
        }
        return groups;
    }

    private static String shared(SweepPoint point) {
        return point.experiment().resolved().stream()
                .filter(setting ->
                        !OWN.contains(setting.key()) && OWN_BLOCKS.stream().noneMatch(setting.key()::startsWith))
                .map(PointGroups::words)
                .collect(Collectors.joining("\n"));
    }

    private static String words(Setting setting) {
        return setting.key() + " = " + setting.value();
    }
}
