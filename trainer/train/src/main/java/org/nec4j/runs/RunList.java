package org.nec4j.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.nec4j.codec.error.UserException;
import org.nec4j.report.Table;
import org.nec4j.run.PlainRun;
import org.nec4j.run.RunFolder;

/** The verb {@code runs} on a folder: what runs are in it, and how they stand. */
public final class RunList {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private RunList() {}

    /** What a list can be sorted by. Numbers rise, and runs without one come last; names and states rise too; times fall. */
    public enum Order {
        NAME,
        WHEN,
        STATE,
        LOSS,
        DISTORTION,
        BITS,
        BYTES,
        SECONDS;

        private Comparator<Standing> comparator() {
            Comparator<Standing> byName =
                    Comparator.comparing(run -> run.folder().toString());
            return switch (this) {
                case NAME -> byName;
                case WHEN -> Comparator.comparing(Standing::began).reversed().thenComparing(byName);
                case STATE -> Comparator.comparing(Standing::state).thenComparing(byName);
                case LOSS -> by(Metric.LOSS).thenComparing(byName);
                case DISTORTION -> by(Metric.DISTORTION).thenComparing(byName);
                case BITS -> by(Metric.BITS).thenComparing(byName);
                case BYTES -> by(Metric.BYTES).thenComparing(byName);
                case SECONDS -> by(Metric.SECONDS).thenComparing(byName);
            };
        }

        private static Comparator<Standing> by(Metric metric) {
            return Comparator.comparingDouble(run -> run.metric(metric).orElse(Double.POSITIVE_INFINITY));
        }
    }

    /**
     * The runs in a folder and those in its folders, such as a sweep's points; a run's own folder is a list of one.
     *
     * @throws UserException where there are none
     */
    public static Table of(Path folder, Order order) {
        List<Standing> runs = within(folder).stream()
                .map(Standing::of)
                .sorted(order.comparator())
                .toList();
        List<String> header = new ArrayList<>(List.of("run", "began", "state"));
        Stream.of(Metric.values()).map(Metric::words).forEach(header::add);
        return new Table(header, runs.stream().map(run -> row(folder, run)).toList());
    }

    private static List<String> row(Path folder, Standing run) {
        Path below = folder.relativize(run.folder());
        List<String> row = new ArrayList<>(List.of(
                below.toString().isEmpty() ? run.name() : below.toString(),
                run.began().format(WHEN),
                run.words()));
        Stream.of(Metric.values()).map(run::text).forEach(row::add);
        return row;
    }

    /** The folders of the runs that {@link #of} lists. */
    static List<Path> within(Path folder) {
        Predicate<Path> isRun = child -> RunFolder.isRun(child) || PlainRun.isAny(child);
        if (!Files.isDirectory(folder)) {
            throw new UserException(folder + ": is no folder; name one that holds runs, such as experiments/runs");
        }
        if (isRun.test(folder)) {
            return List.of(folder);
        }
        List<Path> runs = new ArrayList<>();
        for (Path child : folders(folder)) {
            if (isRun.test(child)) {
                runs.add(child);
            } else {
                folders(child).stream().filter(isRun).forEach(runs::add);
            }
        }
        if (runs.isEmpty()) {
            throw new UserException(
                    folder + ": holds no runs; `nec4j train CONFIG` and `nec4j sweep CONFIG` make some");
        }
        return runs;
    }

    private static List<Path> folders(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be listed (" + e.getMessage() + ")", e);
        }
    }
}
