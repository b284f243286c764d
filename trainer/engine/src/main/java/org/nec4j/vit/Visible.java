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

    /** Rows of a position table [1 + L, .] for a class token and the visible patches of every image; length B * (1 + V). */
    public static int[] positions(int[][] keep) {
        int[] rows = new int[keep.length * (1 + keep[0].length)];
        int at = 0;
        for (int[] one : keep) {
            rows[at++] = 0;
            for (int patch : one) {
                rows[at++] = 1 + patch;
            }
        }
        return rows;
    }
}
