package org.nec4j.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Sweep;
import org.nec4j.config.SweepPoint;
import org.nec4j.progress.Console;
import org.nec4j.run.Changes;
import org.nec4j.run.RunFolder;
import org.nec4j.step.SharedSteps;
import org.nec4j.train.Trainer;

/** Points of a sweep in this process, a thread each, taking turns and sharing what {@link SharedSteps} shares; each to the bits of a run alone. */
public final class TogetherRun {
    private final Console console;
    private final BooleanSupplier stop;

    private TogetherRun(Console console, BooleanSupplier stop) {
        this.console = console;
        this.stop = stop;
    }

    /**
     * Begins the points' runs or goes on with them, until all have ended. Why one failed is kept in its folder.
     *
     * @param names of the points, which may differ in lambda and in how tensors move
     * @throws UserException where the points cannot share anything
     */
    public static void run(Sweep sweep, List<String> names, Console console, BooleanSupplier stop) {
        List<SweepPoint> points = names.stream().map(sweep::point).collect(Collectors.toList());
        if (PointGroups.of(points, points.size()).size() > 1) {
            throw new UserException(
                    "points " + String.join("; ", names)
                            + " differ in more than lambda, optimizer, schedule and clip-norm, and share nothing; work on them one by one.");
        }
        new TogetherRun(console, stop).work(points);
    }

    private void work(List<SweepPoint> points) {
        List<SharedSteps.Seat> seats = new SharedSteps(points.size()).seats();
        List<Thread> threads = new ArrayList<>();
        List<Throwable> broken = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            SweepPoint point = points.get(i);
            SharedSteps.Seat seat = seats.get(i);
            Thread thread = new Thread(() -> seat.run(() -> train(point, seat)), point.name());
            thread.setUncaughtExceptionHandler((where, thrown) -> {
                synchronized (broken) {
                    broken.add(thrown);
                }
            });
            threads.add(thread);
            thread.start();
        }
        threads.forEach(TogetherRun::join);
        if (!broken.isEmpty()) {
            throw new IllegalStateException("a point's thread broke down: " + broken.get(0), broken.get(0));
        }
    }

    private void train(SweepPoint point, SharedSteps.Seat seat) {
        try {
            // The run's folder has a log of its own.
            Trainer.Result result = RunFolder.isRun(point.folder())
                    ? Trainer.resume(
                            point.folder(),
                            Changes.none(),
                            Console.silent(),
                            stop,
                            Optional.empty(),
                            (folder, training) -> training.sharing(seat))
                    : Trainer.train(
                            point.experiment(),
                            Optional.of(point.folder()),
                            Console.silent(),
                            stop,
                            Optional.empty(),
                            (folder, training) -> training.sharing(seat));
            console.say(point.name() + ": " + result.ending());
        } catch (UserException e) {
            RunFolder.keepFailure(point.folder(), e.getMessage());
            console.say(point.name() + ": " + e.getMessage());
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
