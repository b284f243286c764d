package org.nec4j.train;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nec4j.objective.Reported;
import org.nec4j.run.SessionRecord;
import org.nec4j.step.Losses;

/** Watches a run: speed, and means over the last steps, which single steps are too noisy for. */
final class Meter {
    private static final int WINDOW = 50;

    private final int imagesPerStep;
    private final List<Reported> reported;
    private final long begin = System.nanoTime();
    private final ArrayDeque<Losses> window;
    private final SessionRecord.Worked before;
    private long steps;

    /**
     * A meter of a run.
     *
     * @param reported what is measured beside the loss
     * @param last     the last steps of the part of the run that was done before, oldest first
     * @param before   how long that part took
     */
    Meter(int imagesPerStep, List<Reported> reported, List<Losses> last, SessionRecord.Worked before) {
        this.imagesPerStep = imagesPerStep;
        this.reported = reported;
        this.window = new ArrayDeque<>(last);
        this.before = before;
    }

    /** The last steps, oldest first: what a resumed run needs to go on. */
    List<Losses> last() {
        return List.copyOf(window);
    }

    /** One more step is done. */
    void count(Losses losses) {
        steps++;
        window.add(losses);
        if (window.size() > WINDOW) {
            window.remove();
        }
    }

    /** Numbers worth watching: loss, what the objective reports (distortion D, estimated bits an image), learning rate. */
    String line(double loss, double learningRate) {
        StringBuilder line = new StringBuilder("loss ").append(brief(loss, 3));
        reported.stream().filter(one -> !one.onALine().isEmpty()).forEach(one -> line.append(", ")
                .append(String.format(Locale.ROOT, one.onALine(), mean(one.column()))));
        return line.append(", lr ").append(brief(learningRate, 2)).toString();
    }

    /** "9.78e4", "5.9e-4": a terminal's line has little room. */
    private static String brief(double number, int digits) {
        String text = String.format(Locale.ROOT, "%." + (digits - 1) + "e", number);
        return text.replaceFirst("e([+-])0*(?=\\d)", "e$1").replace("e+", "e");
    }

    /** What goes into the summary; time is that of all sessions. */
    Map<String, Object> summary() {
        double seconds = before.seconds() + seconds();
        Map<String, Object> summary = new LinkedHashMap<>();
        reported.stream()
                .filter(one -> !one.inSummary().isEmpty())
                .forEach(one -> summary.put(one.inSummary(), mean(one.column())));
        summary.put("images_per_second", (before.steps() + steps) * imagesPerStep / Math.max(1e-9, seconds));
        summary.put("wall_seconds", seconds);
        return summary;
    }

    /** How long this session has worked. */
    double seconds() {
        return (System.nanoTime() - begin) * 1e-9;
    }

    private double mean(String column) {
        return window.stream().mapToDouble(one -> one.value(column)).average().orElse(Double.NaN);
    }

    /** The most memory that this process ever held, in bytes; where the system does not tell, what Java holds now. */
    static long peakMemory() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseGet(Meter::heap);
        } catch (IOException e) {
            return heap();
        }
    }

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    }
}
