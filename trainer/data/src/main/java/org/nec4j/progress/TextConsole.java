package org.nec4j.progress;

import java.io.PrintWriter;
import java.util.function.LongSupplier;

/**
 * Writes lines of text. On a terminal the line of a running task is rewritten in place a few times a second, and shortened until it fits,
 * because a line that wraps cannot be rewritten; elsewhere a plain line is written every ten seconds, so that logs stay readable.
 */
public final class TextConsole implements Console {
    private static final long QUIET_NANOS = 2_000_000_000L;
    private static final long TERMINAL_INTERVAL_NANOS = 200_000_000L;
    private static final long PLAIN_INTERVAL_NANOS = 10_000_000_000L;

    private final PrintWriter out;
    private final boolean terminal;
    private final int columns;
    private final LongSupplier nanoClock;
    private int widthOfOpenLine;

    private TextConsole(PrintWriter out, boolean terminal, int columns, LongSupplier nanoClock) {
        this.out = out;
        this.terminal = terminal;
        this.columns = columns;
        this.nanoClock = nanoClock;
    }

    /** A console on a terminal that is so many characters wide. */
    public static TextConsole terminal(PrintWriter out, int columns) {
        return terminal(out, columns, System::nanoTime);
    }

    static TextConsole terminal(PrintWriter out, int columns, LongSupplier nanoClock) {
        return new TextConsole(out, true, columns, nanoClock);
    }

    /** A console on a file or a pipe. */
    public static TextConsole plain(PrintWriter out) {
        return plain(out, System::nanoTime);
    }

    static TextConsole plain(PrintWriter out, LongSupplier nanoClock) {
        return new TextConsole(out, false, Integer.MAX_VALUE, nanoClock);
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

    private final class Task implements Progress {
        private final String task;
        private final long total;
        private final String unit;
        private final long start = nanoClock.getAsLong();
        private double firstDone = -1;
        private long firstAt;
        private double done;
        private String detail = "";
        private long shownAt;
        private String shown = "";

        Task(String task, long total, String unit) {
            this.task = task;
            this.total = total;
            this.unit = unit;
        }

        @Override
        public synchronized void at(double nowDone, String nowDetail) {
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
            double seconds = done >= total ? (now - start) * 1e-9 : rate > 0 ? (total - done) / rate : -1;
            return new ProgressLine(task, (long) done, total, unit, rate, seconds, detail).fitting(columns - 1);
        }
    }
}
