package org.nec4j.onboard;

import org.nec4j.data.CounterRandom;

/** What is drawn for a pass, by seed, purpose and place alone. */
final class Draws {
    private Draws() {}

    /** Standard normal numbers of Box and Muller, in StrictMath, so that every machine draws the same. */
    static void normal(CounterRandom random, float[] out, int from, int count) {
        for (int i = 0; i < count; i += 2) {
            double length = StrictMath.sqrt(-2 * StrictMath.log(1 - random.uniform(i)));
            double angle = 2 * Math.PI * random.uniform(i + 1L);
            out[from + i] = (float) (length * StrictMath.cos(angle));
            if (i + 1 < count) {
                out[from + i + 1] = (float) (length * StrictMath.sin(angle));
            }
        }
    }

    /** Which bits of each byte flip, from 0 to 255, each bit with this probability. */
    static void flips(CounterRandom random, double probability, float[] out, int from, int count) {
        for (int i = 0; i < count; i++) {
            int flipped = 0;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                flipped |= random.chance((long) i * Byte.SIZE + bit, probability) ? 1 << bit : 0;
            }
            out[from + i] = flipped;
        }
    }

    /** One of the eight symmetries of a square, [S * S] at an offset. */
    static void turned(float[] block, int side, int symmetry, float[] out, int from) {
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int u = (symmetry & 1) == 0 ? x : side - 1 - x;
                int v = (symmetry & 2) == 0 ? y : side - 1 - y;
                out[from + y * side + x] = (symmetry & 4) == 0 ? block[v * side + u] : block[u * side + v];
            }
        }
    }
}
