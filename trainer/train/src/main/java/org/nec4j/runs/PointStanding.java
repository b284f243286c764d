package org.nec4j.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nec4j.config.Setting;
import org.nec4j.config.SweepPoint;
import org.nec4j.run.RunFolder;

/**
 * How a point of a sweep stands.
 *
 * @param point   the point
 * @param run     its run, if it has begun
 * @param failure why it failed, if it did
 */
record PointStanding(SweepPoint point, Optional<Standing> run, Optional<String> failure) {
    private static final String TITLE = "experiment.title";

    static PointStanding of(SweepPoint point) {
        if (!RunFolder.isRun(point.folder())) {
            return new PointStanding(point, Optional.empty(), RunFolder.failure(point.folder()));
        }
        Standing run = Standing.of(point.folder());
        return new PointStanding(point, Optional.of(run), run.failure());
    }

    boolean isFinished() {
        return is(Standing.State.FINISHED);
    }

    boolean isRunning() {
        return is(Standing.State.RUNNING);
    }

    boolean isFailed() {
        return failure.isPresent();
    }

    String words() {
        return run.map(Standing::words).orElse(isFailed() ? "failed before it began" : "not begun");
    }

    /** The failure's first line. */
    String complaint() {
        return failure.flatMap(text -> text.lines().findFirst()).orElse("");
    }

    /** Settings that its run was begun with and that the sweep now states otherwise, a line each. */
    List<String> changes() {
        if (run.isEmpty()) {
            return List.of();
        }
        List<String> changes = new ArrayList<>();
        Map<String, String> now =
                point.experiment().resolved().stream().collect(Collectors.toMap(Setting::key, Setting::value));
        for (Setting was : run.get().settings()) {
            String is = now.getOrDefault(was.key(), was.value());
            if (!is.equals(was.value()) && !was.key().equals(TITLE) && !was.isGuard()) {
                changes.add(was.key() + " was " + was.value() + " and is " + is);
            }
        }
        return changes;
    }

    private boolean is(Standing.State state) {
        return run.filter(r -> r.state() == state).isPresent();
    }
}
