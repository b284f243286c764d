package org.nec4j.eval;

import java.util.Random;
import java.util.stream.IntStream;

/** A random share of the images of every class. */
final class StratifiedSample {
    private StratifiedSample() {}

    /**
     * Indices of images drawn without repetition, at least one a class, ascending; all of them where the share is 1.
     *
     * @param labels class of each image, from 0
     * @param share  in (0, 1]
     */
    static int[] of(int[] labels, double share, long seed) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("a share lies in (0, 1], not " + share);
        }
        if (share == 1) {
            return IntStream.range(0, labels.length).toArray();
        }
        Random random = new Random(seed);
        boolean[] chosen = new boolean[labels.length];
        int classes = IntStream.of(labels).max().orElse(-1) + 1;
        for (int c = 0; c < classes; c++) {
            int label = c;
            int[] members = IntStream.range(0, labels.length)
                    .filter(i -> labels[i] == label)
                    .toArray();
            int wanted = members.length == 0 ? 0 : Math.max(1, (int) Math.rint(share * members.length));
            for (int k = 0; k < wanted; k++) {
                int pick = k + random.nextInt(members.length - k);
                chosen[members[pick]] = true;
                members[pick] = members[k];
            }
        }
        return IntStream.range(0, labels.length).filter(i -> chosen[i]).toArray();
    }
}
