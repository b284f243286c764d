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
        private long firstDone = -1;
        private long firstAt;
        private long done;
        private String detail = "";
        private long shownAt;
        private String shown = "";

        Task(String task, long total, String unit) {
            this.task = task;
            this.total = total;
            this.unit = unit;
        }

        @Override
        public synchronized void at(long nowDone, String nowDetail) {
            long now = nanoClock.getAsLong();
            if (firstDone < 0) {
                // What came before, a warm-up or the part of a task that is resumed, says nothing about the rate.
                firstDone = nowDone;
                firstAt = now;
            }
            done = nowDone;
            detail = nowDetail;
            long interval = terminal ? TERMINAL_INTERVAL_NANOS : PLAIN_INTERVAL_NANOS;
            if (now - start >= QUIET_NANOS && (shown.isEmpty() || now - shownAt >= interval)) {
                shownAt = now;
                shown = line(now);
                show(shown);
            }
        }

        @Override
        public synchronized void close() {
            if (!shown.isEmpty()) {
                String last = line(nanoClock.getAsLong());
                if (terminal || !last.equals(shown)) {
                    show(last);
                }
                endLine();
            }
        }

        private String line(long now) {
            double rate = done > firstDone && now > firstAt ? (done - firstDone) / ((now - firstAt) * 1e-9) : 0;
            StringBuilder line = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%s %d/%d %s (%d %%)",
                    task,
                    done,
                    total,
                    unit,
                    total == 0 ? 100 : 100 * done / total));
            if (rate > 0) {
                line.append(String.format(Locale.ROOT, rate < 10 ? ", %.2f %s/s" : ", %.0f %s/s", rate, unit));
            }
            if (done >= total) {
                line.append(", in ").append(duration((now - start) * 1e-9));
            } else if (rate > 0) {
                line.append(", ").append(duration((total - done) / rate)).append(" left");
            }
            return detail.isEmpty()
                    ? line.toString()
                    : line.append(", ").append(detail).toString();
        }
    }
}
