package org.nec4j.vit;

/** Row numbers of visible patches in flattened batches. */
public final class Visible {
    private Visible() {}

    /** Every patch of every image, in order: mask ratio 0; [B][L]. */
    public static int[][] all(int images, int patches) {
        int[][] keep = new int[images][patches];
        for (int[] one : keep) {
            for (int i = 0; i < patches; i++) {
                one[i] = i;
            }
        }
        return keep;
    }

    /** Rows of a position table [N + L, .] for the N tokens before them and the visible patches of every image; length B * (N + V). */
    public static int[] positions(int prefix, int[][] keep) {
        int[] rows = new int[keep.length * (prefix + keep[0].length)];
        int at = 0;
        for (int[] one : keep) {
            for (int i = 0; i < prefix; i++) {
                rows[at++] = i;
            }
            for (int patch : one) {
                rows[at++] = prefix + patch;
            }
        }
        return rows;
    }
}
