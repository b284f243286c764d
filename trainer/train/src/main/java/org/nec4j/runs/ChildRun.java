package org.nec4j.runs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.nec4j.config.SweepPoint;
import org.nec4j.run.RunFolder;

/** A process that works on a point of a sweep, or on several together. */
final class ChildRun implements AutoCloseable {
    /** The option of {@code nec4j sweep} that names a point for a process that works on several. */
    private static final String WORK_ON = "--work-on";

    /** What a shell reports of a process that SIGHUP, SIGINT, SIGKILL or SIGTERM has ended: it can go on. */
    private static final List<Integer> ENDED_FROM_OUTSIDE = List.of(129, 130, 137, 143);

    private final List<SweepPoint> points;
    private final Path log;
    private final Process process;

    private ChildRun(List<SweepPoint> points, Path log, Process process) {
        this.points = points;
        this.log = log;
        this.process = process;
    }

    /**
     * Begins the points' runs or goes on with them.
     *
     * @param config      the sweep's file
     * @param assignments on top of it
     */
    static ChildRun start(
            ChildProgram program, Path config, List<String> assignments, List<SweepPoint> points, Path log) {
        Stream<String> words =
                points.size() == 1 ? alone(config, assignments, points.get(0)) : together(config, assignments, points);
        return new ChildRun(points, log, program.start(log, words));
    }

    private static Stream<String> alone(Path config, List<String> assignments, SweepPoint point) {
        boolean codes = point.experiment().settings().objective().kind().codes();
        Stream<String> words = RunFolder.isRun(point.folder())
                ? Stream.of("--resume", point.folder().toString())
                : Stream.concat(Stream.of("--point", point.name(), config.toString()), assignments.stream());
        return Stream.concat(Stream.of(codes ? "train" : "pretrain"), words);
    }

    private static Stream<String> together(Path config, List<String> assignments, List<SweepPoint> points) {
        Stream<String> names = points.stream().flatMap(point -> Stream.of(WORK_ON, point.name()));
        return Stream.of(Stream.of("sweep"), names, Stream.of(config.toString()), assignments.stream())
                .flatMap(words -> words);
    }

    List<SweepPoint> points() {
        return points;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** How far a point's run is. */
    static StepCount steps(SweepPoint point) {
        return RunFolder.isRun(point.folder()) ? StepCount.of(RunFolder.open(point.folder())) : new StepCount(0, 0);
    }

    /** Asks it to save and stop after its step. */
    void stop() {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyGone) {
            process.destroy();
        }
    }

    /** Of a process that has ended: keeps in the folders of points that did not why it failed, if it did. */
    void keepFailure() {
        int status = process.exitValue();
        if (status != 0 && !ENDED_FROM_OUTSIDE.contains(status)) {
            String why = complaint(status);
            points.stream()
                    .filter(point -> points.size() == 1
                            || !PointStanding.of(point).isFinished()
                                    && !PointStanding.of(point).isFailed())
                    .forEach(point -> RunFolder.keepFailure(point.folder(), why));
        }
    }

    @Override
    public void close() {
        process.destroy();
    }

    /** What the command line said at its end; of a virtual machine that broke down its last line. */
    private String complaint(int status) {
        List<String> lines;
        try {
            lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines.stream()
                .filter(line -> line.startsWith("nec4j: "))
                .reduce((first, last) -> last)
                .map(line -> line.substring("nec4j: ".length()))
                .or(() -> lines.stream().filter(line -> !line.isBlank()).reduce((first, last) -> last))
                .orElse("it ended with exit status " + status + " without a word");
    }
}
