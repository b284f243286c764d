package org.nec4j.kernel;

/**
 * Bilinear enlargement of square maps, pixel centres at halves and edges repeated, as PyTorch's {@code interpolate} with
 * {@code align_corners=False}.
 *
 * @param side  pixels a side before
 * @param large pixels a side after
 * @param first the nearer source of each pixel, along either axis
 * @param second the other source
 * @param share weight of the second source
 */
public record Enlarging(int side, int large, int[] first, int[] second, float[] share) {
    /** From so many pixels a side to so many. */
    public static Enlarging of(int side, int large) {
        int[] first = new int[large];
        int[] second = new int[large];
        float[] share = new float[large];
        for (int i = 0; i < large; i++) {
            double place = Math.max(0, (i + 0.5) * side / large - 0.5);
            first[i] = (int) place;
            second[i] = Math.min(first[i] + 1, side - 1);
            share[i] = (float) (place - first[i]);
        }
        return new Enlarging(side, large, first, second, share);
    }

    /** Row y of the enlarged map: in [side, side, K] from element {@code at} on, out [large, K]; mixed is [side, K], to work in. */
    public void row(float[] in, int at, int k, int y, float[] mixed, float[] out) {
        int width = side * k;
        int upper = at + first[y] * width;
        int lower = at + second[y] * width;
        for (int i = 0; i < width; i++) {
            mixed[i] = in[upper + i] + share[y] * (in[lower + i] - in[upper + i]);
        }
        for (int x = 0; x < large; x++) {
            int left = first[x] * k;
            int right = second[x] * k;
            for (int i = 0; i < k; i++) {
                out[x * k + i] = mixed[left + i] + share[x] * (mixed[right + i] - mixed[left + i]);
            }
        }
    }

    /** The transpose of {@link #row}: adds what a gradient of row y, [large, K], means for the map's gradient. */
    public void addRow(float[] gradient, int k, int y, float[] mixed, float[] in, int at) {
        int width = side * k;
        java.util.Arrays.fill(mixed, 0, width, 0);
        for (int x = 0; x < large; x++) {
            int left = first[x] * k;
            int right = second[x] * k;
            for (int i = 0; i < k; i++) {
                float g = gradient[x * k + i];
                mixed[left + i] += (1 - share[x]) * g;
                mixed[right + i] += share[x] * g;
            }
        }
        int upper = at + first[y] * width;
        int lower = at + second[y] * width;
        for (int i = 0; i < width; i++) {
            in[upper + i] += (1 - share[y]) * mixed[i];
            in[lower + i] += share[y] * mixed[i];
        }
    }

    /** Scores [s * s, K] of one map at full size, [S * S, K], bilinear. */
    public static float[] enlarge(float[] scores, int classes, int large) {
        Enlarging enlarging = Enlarging.of(side(scores.length / classes), large);
        float[] out = new float[large * large * classes];
        float[] mixed = new float[enlarging.side() * classes];
        float[] row = new float[large * classes];
        for (int y = 0; y < large; y++) {
            enlarging.row(scores, 0, classes, y, mixed, row);
            System.arraycopy(row, 0, out, y * row.length, row.length);
        }
        return out;
    }

    /** Pixels a side of a square map of so many pixels. */
    public static int side(long pixels) {
        int side = (int) Math.round(Math.sqrt(pixels));
        if ((long) side * side != pixels) {
            throw new IllegalArgumentException("a map of " + pixels + " pixels is not square");
        }
        return side;
    }
}
