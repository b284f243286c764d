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

/** A process that works on one point of a sweep. */
final class ChildRun implements AutoCloseable {
    /** What a shell reports of a process that SIGHUP, SIGINT, SIGKILL or SIGTERM has ended: it can go on. */
    private static final List<Integer> ENDED_FROM_OUTSIDE = List.of(129, 130, 137, 143);

    private final SweepPoint point;
    private final Path log;
    private final Process process;

    private ChildRun(SweepPoint point, Path log, Process process) {
        this.point = point;
        this.log = log;
        this.process = process;
    }

    /**
     * Begins the point's run or goes on with it.
     *
     * @param config      the sweep's file
     * @param assignments on top of it
     */
    static ChildRun start(ChildProgram program, Path config, List<String> assignments, SweepPoint point, Path log) {
        boolean codes = point.experiment().settings().objective().kind().codes();
        Stream<String> words = RunFolder.isRun(point.folder())
                ? Stream.of("--resume", point.folder().toString())
                : Stream.concat(Stream.of("--point", point.name(), config.toString()), assignments.stream());
        return new ChildRun(
                point, log, program.start(log, Stream.concat(Stream.of(codes ? "train" : "pretrain"), words)));
    }

    SweepPoint point() {
        return point;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** How far its run is. */
    StepCount steps() {
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

    /** Of a process that has ended: keeps in the point's folder why it failed, if it did. */
    void keepFailure() {
        int status = process.exitValue();
        if (status != 0 && !ENDED_FROM_OUTSIDE.contains(status)) {
            RunFolder.keepFailure(point.folder(), complaint(status));
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
