package org.nec4j.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The rate points of one system, in ascending bytes. */
public record Curve(String system, List<RatePoint> points) {
    public Curve {
        points = points.stream()
                .sorted(Comparator.comparingDouble(RatePoint::bytes))
                .toList();
    }

    /** The points that no cheaper point of the same system reaches or exceeds: the ones a user would choose from. */
    public List<RatePoint> frontier() {
        List<RatePoint> frontier = new ArrayList<>();
        for (RatePoint point : points) {
            RatePoint last = frontier.isEmpty() ? null : frontier.get(frontier.size() - 1);
            if (last == null || point.accuracy() > last.accuracy()) {
                if (last != null && last.bytes() == point.bytes()) {
                    frontier.remove(last);
                }
                frontier.add(point);
            }
        }
        return List.copyOf(frontier);
    }
}
