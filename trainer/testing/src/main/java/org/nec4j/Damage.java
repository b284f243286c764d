package org.nec4j;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Damage to files, seeded: what a parser must survive. */
public final class Damage {
    /** How many damaged files a test of a parser tries: what a build has time for, or a million under -Pslow. */
    public static final int COUNT =
            Integer.getInteger("nec4j.mutations", Boolean.getBoolean("nec4j.slow") ? 1_000_000 : 20_000);

    /** What one of them may take of a thread's own time, whatever else the machine does. */
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(2);

    private static final long[] EXTREMES = {-1, 0, 1, 0x7f, 0xff, 0xffff, Integer.MAX_VALUE, 0xffffffffL, Long.MAX_VALUE
    };

    private Damage() {}

    /** Runs the work; an AssertionError where it took too long. */
    public static void soon(String what, Runnable work) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        work.run();
        long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        if (took > LONGEST) {
            throw new AssertionError(what + " took " + took / 1_000_000 + " ms");
        }
    }

    /**
     * Has damaged copies of files parsed, one after another in the same place. Each must soon be read or refused by one sentence that begins
     * with the file's name; an AssertionError that names the seed otherwise.
     *
     * @param count   how many: {@link #COUNT}, or a part of it where most of the time is that of a library with tests of its own
     * @param good    what is damaged, in turn
     * @param refusal what parsers refuse with
     * @param parse   reads the file
     * @return how many were refused
     */
    public static int survived(
            int count, Path file, List<byte[]> good, Class<? extends RuntimeException> refusal, Runnable parse)
            throws IOException {
        AtomicInteger refused = new AtomicInteger();
        for (int seed = 0; seed < count; seed++) {
            write(file, of(good.get(seed % good.size()), new Random(seed)));
            String which = file.getFileName() + ", seed " + seed;
            soon(which, () -> {
                try {
                    parse.run();
                } catch (RuntimeException | Error e) {
                    boolean isSentence = refusal.isInstance(e)
                            && e.getMessage().startsWith(file.toString())
                            && !e.getMessage().contains("\n");
                    if (!isSentence) {
                        throw new AssertionError(which, e);
                    }
                    refused.incrementAndGet();
                }
            });
        }
        return refused.get();
    }

    /**
     * Writes a file that may be there already. The old one goes first: ext4 flushes a file to the disk that is cut to nothing and written
     * anew, which takes thirty times as long.
     */
    public static Path write(Path file, byte[] bytes) throws IOException {
        Files.deleteIfExists(file);
        return Files.write(file, bytes);
    }

    /** A copy with one to four of: a flipped bit, a random byte, an extreme number, a cut end, a stretch doubled, taken out or moved. */
    public static byte[] of(byte[] original, Random random) {
        byte[] bytes = original.clone();
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 16; i--) {
            int at = random.nextInt(bytes.length - 8);
            switch (random.nextInt(7)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> putExtreme(bytes, at, random);
                case 3 -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : bytes;
                case 4 -> bytes = spliced(bytes, at, at + random.nextInt(64));
                case 5 -> bytes = spliced(bytes, at, Math.max(0, at - random.nextInt(64)));
                default -> {
                    int length = 1 + random.nextInt(Math.min(12, bytes.length - at));
                    System.arraycopy(bytes, random.nextInt(bytes.length - length), bytes, at, length);
                }
            }
        }
        return bytes;
    }

    private static void putExtreme(byte[] bytes, int at, Random random) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long value = EXTREMES[random.nextInt(EXTREMES.length)];
        switch (random.nextInt(3)) {
            case 0 -> buffer.putShort(at, (short) value);
            case 1 -> buffer.putInt(at, (int) value);
            default -> buffer.putLong(at, value);
        }
    }

    /** Everything before {@code end}, then everything from {@code start} on. */
    private static byte[] spliced(byte[] bytes, int end, int start) {
        int from = Math.min(start, bytes.length);
        byte[] out = Arrays.copyOf(bytes, end + bytes.length - from);
        System.arraycopy(bytes, from, out, end, bytes.length - from);
        return out;
    }
}
