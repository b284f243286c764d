package org.nec4j.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.Sweep;
import org.nec4j.config.SweepPoint;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.run.RunLock;

/**
 * The verb {@code sweep}: works on the points that are not finished, each in a process of its own, and writes what all came to. Called
 * again it goes on: finished points are left alone, stopped and killed ones resumed exactly, failed ones tried again on request.
 */
public final class SweepRun {
    private static final String LOGS = "logs";
    private static final long LOOK_EVERY_MILLIS = 200;
    private static final int LOOKS_A_LINE = 10;

    private final Path config;
    private final List<String> assignments;
    private final Sweep sweep;
    private final ChildProgram program;
    private final int jobs;
    private final int together;
    private final Console console;
    private final List<ChildRun> running = new ArrayList<>();

    /** Points that are finished, and of those that were begun and have stopped the part that is done. */
    private double done;

    private SweepRun(
            Path config, List<String> assignments, ChildProgram program, int jobs, int together, Console console) {
        this.config = config;
        this.assignments = assignments;
        this.program = program;
        this.jobs = jobs;
        this.together = together;
        this.console = console;
        this.sweep = Configs.sweep(config, assignments)
                .orElseThrow(() -> new UserException(config + ": states no sweep; give it a block such as"
                        + " sweep.grid.objective.lambda = [1e4, 1e5], or run it with nec4j train."));
    }

    /** How a sweep ended. */
    public enum Ending {
        /** All points are finished. */
        FINISHED,
        /** Some points failed, were killed or are worked on elsewhere. */
        INCOMPLETE,
        /** It was asked to stop. */
        STOPPED
    }

    /**
     * What a call left behind.
     *
     * @param folder of the sweep
     * @param ending whether all is done
     */
    public record Result(Path folder, Ending ending) {}

    /**
     * Works until every point has ended, or until {@code stop} says so.
     *
     * @param retry whether points that failed before are tried again
     * @param jobs  processes at once
     * @param together points at most that share a process, where nothing else than their weights and their optimizer differ
     * @throws UserException for problems of any point, all told at once; where points were begun with other settings
     */
    public static Result run(
            Path config,
            List<String> assignments,
            boolean retry,
            int jobs,
            int together,
            ChildProgram program,
            Console console,
            BooleanSupplier stop) {
        SweepRun run = new SweepRun(config, assignments, program, jobs, together, console);
        try {
            Files.createDirectories(run.sweep.folder());
        } catch (IOException e) {
            throw new UserException(
                    run.sweep.folder() + ": cannot be made (" + e.getMessage()
                            + "); set experiment.runs to a folder that can be written",
                    e);
        }
        try (RunLock lock = RunLock.take(run.sweep.folder())) {
            return run.work(retry, stop);
        }
    }

    /**
     * The points that are to be worked on, for whoever works on them by other means than processes of this machine.
     *
     * @param retry whether points that failed before are tried again
     * @throws UserException as {@link #run}
     */
    public static List<SweepPoint> waiting(Sweep sweep, boolean retry) {
        List<PointStanding> standings = standings(sweep);
        requireSameSettings(sweep, standings);
        return waiting(standings, retry);
    }

    private static List<SweepPoint> waiting(List<PointStanding> standings, boolean retry) {
        return standings.stream()
                .filter(point -> !point.isFinished() && !point.isRunning() && (retry || !point.isFailed()))
                .map(PointStanding::point)
                .toList();
    }

    /** Writes down and tells how all points stand; whether all are finished. */
    public static boolean record(Sweep sweep, Console console) {
        List<PointStanding> standings = standings(sweep);
        SweepRecord.write(sweep, standings);
        tell(standings, console);
        return standings.stream().allMatch(PointStanding::isFinished);
    }

    private Result work(boolean retry, BooleanSupplier stop) {
        List<PointStanding> before = standings(sweep);
        requireSameSettings(sweep, before);
        List<SweepPoint> toDo = waiting(before, retry);
        Deque<List<SweepPoint>> waiting = new ArrayDeque<>(PointGroups.of(toDo, together));
        console.say(String.format(
                Locale.ROOT,
                "%s: %d points in %s, %d finished before, %d to do, %d at once%s with %d thread%s each",
                sweep.points().get(0).experiment().settings().experiment().name(),
                before.size(),
                sweep.folder(),
                before.stream().filter(PointStanding::isFinished).count(),
                toDo.size(),
                Math.min(jobs, waiting.size()),
                together == 1 || toDo.isEmpty() ? "" : shares(waiting),
                program.threads(),
                program.threads() == 1 ? "" : "s"));
        try {
            done = before.stream().filter(PointStanding::isFinished).count();
            work(waiting, before.size(), stop);
        } finally {
            running.forEach(ChildRun::close);
        }
        boolean finished = record(sweep, console);
        if (stop.getAsBoolean()) {
            return new Result(sweep.folder(), Ending.STOPPED);
        }
        return new Result(sweep.folder(), finished ? Ending.FINISHED : Ending.INCOMPLETE);
    }

    private static String shares(Collection<List<SweepPoint>> groups) {
        return groups.stream()
                .map(group -> Integer.toString(group.size()))
                .collect(Collectors.joining(" + ", " (processes of ", " points)"));
    }

    private void work(Deque<List<SweepPoint>> waiting, int points, BooleanSupplier stop) {
        boolean asked = false;
        try (Progress progress = console.progress("sweep", points, "points")) {
            int looks = 0;
            while (!running.isEmpty() || !waiting.isEmpty()) {
                if (stop.getAsBoolean() && !asked) {
                    asked = true;
                    waiting.clear();
                    console.say("Asked "
                            + running.stream()
                                    .mapToInt(child -> child.points().size())
                                    .sum()
                            + " runs to save and stop after their steps.");
                    running.forEach(ChildRun::stop);
                }
                while (running.size() < jobs && !waiting.isEmpty()) {
                    begin(waiting.remove());
                }
                if (reap() || looks++ % LOOKS_A_LINE == 0) {
                    show(progress);
                }
                pause();
            }
        }
    }

    private void begin(List<SweepPoint> points) {
        Path log = sweep.folder().resolve(LOGS).resolve(points.get(0).name() + ".log");
        running.add(ChildRun.start(program, config, assignments, points, log));
    }

    /** Takes leave of processes that have ended; whether there were any. */
    private boolean reap() {
        boolean ended = false;
        for (Iterator<ChildRun> all = running.iterator(); all.hasNext(); ) {
            ChildRun child = all.next();
            if (!child.isAlive()) {
                all.remove();
                ended = true;
                child.keepFailure();
                child.points().forEach(this::ended);
            }
        }
        return ended;
    }

    private void ended(SweepPoint point) {
        PointStanding standing = PointStanding.of(point);
        done += standing.isFinished() ? 1 : Math.min(ChildRun.steps(point).share(), Math.nextDown(1.0));
        console.say(point.name() + ": " + standing.words() + (standing.isFailed() ? ": " + standing.complaint() : ""));
    }

    /** Tells how far the whole is: what was done before, and the parts of the running points. */
    private void show(Progress progress) {
        double now = done;
        List<SweepPoint> points =
                running.stream().flatMap(child -> child.points().stream()).toList();
        StringBuilder detail = new StringBuilder(points.size() + " running");
        for (SweepPoint point : points) {
            StepCount steps = ChildRun.steps(point);
            now += steps.share();
            if (steps.all() > 0) {
                detail.append(", ").append(point.name() + " " + steps.done() + "/" + steps.all());
            }
        }
        progress.at(now, detail.toString());
    }

    private static void tell(List<PointStanding> points, Console console) {
        List<PointStanding> failed =
                points.stream().filter(PointStanding::isFailed).toList();
        if (!failed.isEmpty()) {
            console.say(failed.size() + (failed.size() == 1 ? " point has" : " points have")
                    + " failed; --retry-failed tries again:");
            failed.forEach(point -> console.say("  " + point.point().name() + ": " + point.complaint()));
        }
        List<PointStanding> open = points.stream()
                .filter(point -> !point.isFinished() && !point.isFailed())
                .toList();
        if (!open.isEmpty()) {
            console.say(open.size() + (open.size() == 1 ? " point is" : " points are")
                    + " not finished; the same command goes on:");
            open.forEach(point -> console.say("  " + point.point().name() + ": " + point.words()));
        }
    }

    private static List<PointStanding> standings(Sweep sweep) {
        return sweep.points().stream().map(PointStanding::of).toList();
    }

    private static void requireSameSettings(Sweep sweep, List<PointStanding> points) {
        List<String> changed = new ArrayList<>();
        for (PointStanding point : points) {
            point.changes().forEach(line -> changed.add("\n  " + point.point().name() + ": " + line));
        }
        if (!changed.isEmpty()) {
            throw new UserException(
                    sweep.folder() + ": was begun with other settings; put them back, give the sweep another"
                            + " experiment.name, or move the points' folders away:" + String.join("", changed));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
