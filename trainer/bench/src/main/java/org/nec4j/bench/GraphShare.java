package org.nec4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * What DL4J's graph and updaters themselves cost: the share of a thread's samples (Java Flight Recorder, one every 10 ms) whose innermost
 * frame of DL4J's or ours is DL4J's, so that neither a layer of ours nor anything below it was at work.
 */
final class GraphShare {
    private static final String[] SAMPLES = {"jdk.ExecutionSample", "jdk.NativeMethodSample"};

    private GraphShare() {}

    /** The share of DL4J's own in what this thread does while the work runs, from 0 to 1. */
    static double of(Runnable work) throws IOException {
        Path file = Files.createTempFile("nec4j-samples", ".jfr");
        try (Recording recording = new Recording()) {
            for (String sample : SAMPLES) {
                recording.enable(sample).withPeriod(Duration.ofMillis(10));
            }
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
            return count(file, Thread.currentThread().getName());
        } finally {
            Files.delete(file);
        }
    }

    private static double count(Path file, String thread) throws IOException {
        int all = 0;
        int graph = 0;
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getThread("sampledThread").getJavaName().equals(thread)) {
                all++;
                graph += inGraph(event) ? 1 : 0;
            }
        }
        return (double) graph / all;
    }

    private static boolean inGraph(RecordedEvent event) {
        Optional<String> innermost = event.getStackTrace().getFrames().stream()
                .map(GraphShare::typeName)
                .filter(name -> name.startsWith("org.nec4j.") || name.startsWith("org.deeplearning4j."))
                .findFirst();
        return innermost.isPresent() && innermost.get().startsWith("org.deeplearning4j.");
    }

    private static String typeName(RecordedFrame frame) {
        return frame.getMethod().getType().getName();
    }
}
