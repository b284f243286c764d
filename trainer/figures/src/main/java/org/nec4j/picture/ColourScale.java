package org.nec4j.picture;

import java.util.Locale;

/**
 * Numbers as colours, from dark violet to yellow: matplotlib's viridis (Smith and van der Walt, 2015), even to the eye and readable with
 * any kind of colour vision.
 *
 * @param low  the number that is darkest
 * @param high the number that is brightest, above {@code low}
 */
record ColourScale(double low, double high) {
    private static final int[] VIRIDIS = {
        0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725
    };

    /** What must be said of numbers that have the colour of an end without being it; nothing where they are within. */
    String beyond(double value) {
        if (value >= low && value <= high) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                value > high ? ", above the colours' %.1f" : ", below the colours' %.1f",
                value > high ? high : low);
    }

    /** Red, green and blue; numbers outside take the colour of the nearer end. */
    int colour(double value) {
        double place = Math.max(0, Math.min(1, (value - low) / (high - low))) * (VIRIDIS.length - 1);
        int below = Math.min((int) place, VIRIDIS.length - 2);
        double share = place - below;
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = VIRIDIS[below] >> shift & 0xFF;
            int to = VIRIDIS[below + 1] >> shift & 0xFF;
            colour |= (int) Math.round(from + share * (to - from)) << shift;
        }
        return colour;
    }
}
