package org.nec4j.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.nec4j.codec.error.UserException;
import org.nec4j.progress.Suggestion;

/**
 * The runs that an experiment's {@code sweep} block asks for.
 *
 * @param points each with a name of its own, one at least
 */
public record Sweep(List<SweepPoint> points) {
    private static final int SHOWN = 4;

    public Sweep {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a sweep without points");
        }
    }

    /** The folder that holds a run folder a point: {@code experiment.name} in {@code experiment.runs}. */
    public Path folder() {
        return points.get(0).sweepFolder();
    }

    /** The point of that name; throws UserException where there is none. */
    public SweepPoint point(String name) {
        List<String> names = points.stream().map(SweepPoint::name).toList();
        return points.stream()
                .filter(point -> point.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserException("the sweep has no point \"" + name + "\""
                        + Suggestion.closest(name, names)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; its points are " + words() + ".")));
    }

    /** "6 points: seed=0,lambda=1e5; ..." with the first few names. */
    public String words() {
        return points.size()
                + (points.size() == 1 ? " point: " : " points: ")
                + points.stream().limit(SHOWN).map(SweepPoint::name).collect(Collectors.joining("; "))
                + (points.size() > SHOWN ? "; ..." : "");
    }
}
