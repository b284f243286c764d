package org.nec4j.codec.io;

import java.util.Arrays;
import java.util.Random;

/** Damage as files suffer it: flipped bits, lost ends, exchanged, repeated and overwritten stretches. */
public final class Mutations {
    /** How many to try. */
    public static final int COUNT = Slow.count("nec4j.mutations", 20_000, 1_000_000);

    private Mutations() {}

    /** A damaged copy of {@code good}, never equal to it. */
    public static byte[] mutate(byte[] good, Random random) {
        while (true) {
            byte[] bad = once(good, random);
            if (!Arrays.equals(bad, good)) {
                return bad;
            }
        }
    }

    private static byte[] once(byte[] good, Random random) {
        int kind = random.nextInt(6);
        if (kind == 0 || good.length == 0) {
            return randomBytes(random.nextInt(2 * good.length + 16), random);
        }
        byte[] bad = good.clone();
        int at = random.nextInt(good.length);
        int length = 1 + random.nextInt(good.length - at);
        switch (kind) {
            case 1:
                return Arrays.copyOf(bad, at);
            case 2:
                return Arrays.copyOf(bad, good.length + 1 + random.nextInt(16));
            case 3:
                // A stretch of the file lands where another belongs.
                System.arraycopy(good, random.nextInt(good.length - length + 1), bad, at, length);
                return bad;
            case 4:
                System.arraycopy(randomBytes(length, random), 0, bad, at, length);
                return bad;
            default:
                for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                    bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                }
                return bad;
        }
    }

    private static byte[] randomBytes(int length, Random random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
