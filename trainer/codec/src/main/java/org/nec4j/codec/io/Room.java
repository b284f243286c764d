package org.nec4j.codec.io;

import java.util.Locale;
import java.util.function.Supplier;
import org.nec4j.codec.error.UserException;

/** Memory for what a file says that it holds: a claim that Java has no room for is one sentence, and nothing of it is taken. */
public final class Room {
    private static final int MEBIBYTE = 20;

    private Room() {}

    /**
     * Refuses what cannot fit before any of it is taken.
     *
     * @param bytes that have to be held at once
     * @param what  what messages call it: a file
     * @throws UserException where Java may not take so much at all
     */
    public static void require(long bytes, String what) {
        if (bytes > Runtime.getRuntime().maxMemory()) {
            throw new UserException(what + ": takes "
                    + String.format(Locale.ROOT, "%,d MiB", (bytes >> MEBIBYTE) + 1)
                    + " of memory to read" + remedy());
        }
    }

    /** Runs what takes memory as a file says; throws {@link UserException} where there is none left. */
    public static <T> T within(String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (OutOfMemoryError e) {
            throw new UserException(what + ": takes more memory to read than there is left" + remedy(), e);
        }
    }

    private static String remedy() {
        return String.format(
                Locale.ROOT,
                ", and Java has %,d MiB in all; give it more with NEC4J_HEAP=8g, or cut the image into tiles",
                Runtime.getRuntime().maxMemory() >> MEBIBYTE);
    }
}
