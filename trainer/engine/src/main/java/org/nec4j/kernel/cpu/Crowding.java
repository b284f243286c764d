package org.nec4j.kernel.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether more threads want to run than the machine has processors: a thread that spins for its next work then takes a processor from one
 * that has some. Linux tells; elsewhere it is never so. Looked at again ten times a second at most.
 */
final class Crowding {
    private static final long LOOK_EVERY_NANOS = 100_000_000;

    /** The fourth number of /proc/loadavg: threads that run or could, this one among them. */
    private static final Pattern RUNNABLE = Pattern.compile("\\S+ \\S+ \\S+ ([0-9]{1,9})/.*\\s*");

    private static final Path LOAD = Path.of("/proc/loadavg");
    private static final Path PROCESSORS = Path.of("/proc/stat");

    private final Path load;
    private final long processors;
    private final LongSupplier nanoClock;
    private volatile long lookedAt;
    private volatile boolean crowded;

    /**
     * As two files tell.
     *
     * @param load as /proc/loadavg
     * @param stat as /proc/stat, which has a line a processor
     */
    Crowding(Path load, Path stat, LongSupplier nanoClock) {
        this.load = load;
        this.processors = processors(stat);
        this.nanoClock = nanoClock;
        this.lookedAt = nanoClock.getAsLong() - LOOK_EVERY_NANOS;
    }

    /** Of this machine. */
    static Crowding here() {
        return new Crowding(LOAD, PROCESSORS, System::nanoTime);
    }

    boolean isCrowded() {
        long now = nanoClock.getAsLong();
        if (now - lookedAt >= LOOK_EVERY_NANOS) {
            lookedAt = now;
            crowded = runnable() > processors;
        }
        return crowded;
    }

    private long runnable() {
        try {
            Matcher text = RUNNABLE.matcher(Files.readString(load));
            return text.matches() ? Long.parseLong(text.group(1)) : 0;
        } catch (IOException notLinux) {
            return 0;
        }
    }

    private static long processors(Path stat) {
        try (var lines = Files.lines(stat)) {
            return lines.filter(line -> line.matches("cpu[0-9]+ .*")).count();
        } catch (IOException notLinux) {
            return Long.MAX_VALUE;
        }
    }
}
