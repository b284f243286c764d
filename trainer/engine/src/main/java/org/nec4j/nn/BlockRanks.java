package org.nec4j.nn;

import java.util.List;

/**
 * The ranks of a transformer block's four products; {@link Product#WHOLE} for those that are not factorized.
 *
 * @param qkv  of queries, keys and values
 * @param proj of what follows attention
 * @param fc1  of the perceptron's first layer
 * @param fc2  of its second
 */
public record BlockRanks(int qkv, int proj, int fc1, int fc2) {
    /** Of a block that is not factorized. */
    public static final BlockRanks WHOLE = new BlockRanks(0, 0, 0, 0);

    /** How many they are. */
    public static final int COUNT = 4;

    /** Checks that they are none below 0. */
    public BlockRanks {
        if (Math.min(Math.min(qkv, proj), Math.min(fc1, fc2)) < 0) {
            throw new IllegalArgumentException("a rank below 0");
        }
    }

    /** From the four ranks in the order of the data. */
    public static BlockRanks of(List<Integer> ranks) {
        return new BlockRanks(ranks.get(0), ranks.get(1), ranks.get(2), ranks.get(3));
    }

    int[] numbers() {
        return new int[] {qkv, proj, fc1, fc2};
    }
}
