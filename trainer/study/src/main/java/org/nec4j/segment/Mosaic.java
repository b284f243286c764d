package org.nec4j.segment;

import org.nec4j.data.Box;
import org.nec4j.kernel.Enlarging;

/** The scores of an image's pixels, put together from those of its tiles; where tiles overlap their mean counts. */
final class Mosaic {
    private final int width;
    private final int height;
    private final int classes;
    private final float[] sums; // [H, W, K]
    private final int[] counts; // [H, W]

    Mosaic(int width, int height, int classes) {
        this.width = width;
        this.height = height;
        this.classes = classes;
        this.sums = new float[width * height * classes];
        this.counts = new int[width * height];
    }

    /** Adds a tile's scores on their coarser grid, [h * w, K], enlarged to the tile. */
    void add(Box box, float[] scores) {
        float[] large = Enlarging.enlarge(scores, classes, box.height(), box.width());
        for (int y = 0; y < box.height(); y++) {
            for (int x = 0; x < box.width(); x++) {
                int to = (box.top() + y) * width + box.left() + x;
                counts[to]++;
                for (int k = 0; k < classes; k++) {
                    sums[to * classes + k] += large[(y * box.width() + x) * classes + k];
                }
            }
        }
    }

    /** The class of the greatest score at every pixel, the first of equals. */
    byte[] predicted() {
        byte[] predicted = new byte[counts.length];
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                throw new IllegalStateException(
                        "no tile covers column " + i % width + ", row " + i / width + " of " + height);
            }
            int best = 0;
            for (int k = 1; k < classes; k++) {
                // Division by the number of tiles would not change the order.
                best = sums[i * classes + k] > sums[i * classes + best] ? k : best;
            }
            predicted[i] = (byte) best;
        }
        return predicted;
    }
}
