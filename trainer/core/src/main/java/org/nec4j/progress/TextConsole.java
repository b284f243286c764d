package org.nec4j.progress;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Writes lines of text. On a terminal the line of a running task is rewritten in place a few times a second; elsewhere a plain line
 * is written every ten seconds, so that logs stay readable.
 */
public final class TextConsole implements Console {
    private static final long QUIET_NANOS = 2_000_000_000L;
    private static final long TERMINAL_INTERVAL_NANOS = 200_000_000L;
    private static final long PLAIN_INTERVAL_NANOS = 10_000_000_000L;

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanoClock;
    private int widthOfOpenLine;

    /** A console on {@code out}, which is or is not a terminal. */
    public TextConsole(PrintWriter out, boolean terminal) {
        this(out, terminal, System::nanoTime);
    }

    TextConsole(PrintWriter out, boolean terminal, LongSupplier nanoClock) {
        this.out = out;
        this.terminal = terminal;
        this.nanoClock = nanoClock;
    }

    @Override
    public synchronized void say(String line) {
        if (widthOfOpenLine > 0) {
            out.print("\r" + " ".repeat(widthOfOpenLine) + "\r");
            widthOfOpenLine = 0;
        }
        out.println(line);
        out.flush();
    }

    @Override
    public Progress progress(String task, long total, String unit) {
        return new Task(task, total, unit);
    }

    private synchronized void show(String line) {
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, widthOfOpenLine - line.length())));
            widthOfOpenLine = line.length();
        } else {
            out.println(line);
        }
        out.flush();
    }

    private synchronized void endLine() {
        if (widthOfOpenLine > 0) {
            out.println();
            out.flush();
            widthOfOpenLine = 0;
        }
    }

    /** "2 h 05 min", "3 min 20 s", "45 s". */
    static String duration(double seconds) {
        long s = Math.round(seconds);
        if (s >= 3600) {
            return String.format(Locale.ROOT, "%d h %02d min", s / 3600, s % 3600 / 60);
        }
        return s >= 60 ? String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60) : s + " s";
    }

    private final class Task implements Progress {
        private final String task;
        private final long total;
        private final String unit;
        private final long start = nanoClock.getAsLong();
        private long first = -1;
        private long shownAt = start;
        private long done;
        private String detail = "";
        private boolean shown;

        Task(String task, long total, String unit) {
            this.task = task;
            this.total = total;
            this.unit = unit;
        }

        @Override
        public synchronized void at(long nowDone, String nowDetail) {
            if (first < 0) {
                // A resumed task begins above zero: its rate counts from there.
                first = nowDone == 0 ? 0 : nowDone - 1;
            }
            done = nowDone;
            detail = nowDetail;
            long now = nanoClock.getAsLong();
            long interval = terminal ? TERMINAL_INTERVAL_NANOS : PLAIN_INTERVAL_NANOS;
            if (now - start >= QUIET_NANOS && (!shown || now - shownAt >= interval)) {
                shown = true;
                shownAt = now;
                show(line(now));
            }
        }

        @Override
        public synchronized void close() {
            if (shown) {
                show(line(nanoClock.getAsLong()));
                endLine();
            }
        }

        private String line(long now) {
            double seconds = Math.max(1e-9, (now - start) * 1e-9);
            double rate = (done - Math.max(0, first)) / seconds;
            String time = done >= total
                    ? "in " + duration(seconds)
                    : rate > 0 ? duration((total - done) / rate) + " left" : "time left unknown";
            String line = String.format(
                    Locale.ROOT,
                    "%s %d/%d %s (%d %%), %s %s/s, %s",
                    task,
                    done,
                    total,
                    unit,
                    total == 0 ? 100 : 100 * done / total,
                    String.format(Locale.ROOT, rate < 10 ? "%.2f" : "%.0f", rate),
                    unit,
                    time);
            return detail.isEmpty() ? line : line + ", " + detail;
        }
    }
}
