package org.nec4j.data;

import java.util.random.RandomGenerator;

/** Puts numbers into a random order. */
public final class Shuffle {
    private Shuffle() {}

    /** Fisher and Yates' shuffle from the end, in place: every order is equally probable. */
    public static void inPlace(int[] order, RandomGenerator random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }
}
