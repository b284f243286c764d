package org.nec4j.kernel;

/**
 * Bilinear enlargement of maps, pixel centres at halves and edges repeated, as PyTorch's {@code interpolate} with
 * {@code align_corners=False}.
 *
 * @param down   along columns of pixels
 * @param across along rows of pixels
 */
public record Enlarging(Axis down, Axis across) {
    /**
     * Along one axis.
     *
     * @param small  pixels before
     * @param large  pixels after
     * @param first  the nearer source of each pixel
     * @param second the other source
     * @param share  weight of the second source
     */
    public record Axis(int small, int large, int[] first, int[] second, float[] share) {
        static Axis of(int small, int large) {
            int[] first = new int[large];
            int[] second = new int[large];
            float[] share = new float[large];
            for (int i = 0; i < large; i++) {
                double place = Math.max(0, (i + 0.5) * small / large - 0.5);
                first[i] = (int) place;
                second[i] = Math.min(first[i] + 1, small - 1);
                share[i] = (float) (place - first[i]);
            }
            return new Axis(small, large, first, second, share);
        }
    }

    /** From a map of so many pixels, some of them a column, to one of so many; throws IllegalArgumentException where it is of another aspect. */
    public static Enlarging of(long pixels, int rows, long largePixels) {
        int columns = Math.toIntExact(pixels / rows);
        int large = rows(largePixels, rows, columns);
        return new Enlarging(Axis.of(rows, large), Axis.of(columns, Math.toIntExact(largePixels / large)));
    }

    /** Row y of the enlarged map: in [h, w, K] from element {@code at} on, out [W, K]; mixed is [w, K], to work in. */
    public void row(float[] in, int at, int k, int y, float[] mixed, float[] out) {
        int width = across.small * k;
        int upper = at + down.first[y] * width;
        int lower = at + down.second[y] * width;
        for (int i = 0; i < width; i++) {
            mixed[i] = in[upper + i] + down.share[y] * (in[lower + i] - in[upper + i]);
        }
        for (int x = 0; x < across.large; x++) {
            int left = across.first[x] * k;
            int right = across.second[x] * k;
            for (int i = 0; i < k; i++) {
                out[x * k + i] = mixed[left + i] + across.share[x] * (mixed[right + i] - mixed[left + i]);
            }
        }
    }

    /** The transpose of {@link #row}: adds what a gradient of row y, [W, K], means for the map's gradient. */
    public void addRow(float[] gradient, int k, int y, float[] mixed, float[] in, int at) {
        int width = across.small * k;
        java.util.Arrays.fill(mixed, 0, width, 0);
        for (int x = 0; x < across.large; x++) {
            int left = across.first[x] * k;
            int right = across.second[x] * k;
            for (int i = 0; i < k; i++) {
                float g = gradient[x * k + i];
                mixed[left + i] += (1 - across.share[x]) * g;
                mixed[right + i] += across.share[x] * g;
            }
        }
        int upper = at + down.first[y] * width;
        int lower = at + down.second[y] * width;
        for (int i = 0; i < width; i++) {
            in[upper + i] += (1 - down.share[y]) * mixed[i];
            in[lower + i] += down.share[y] * mixed[i];
        }
    }

    /** Scores [h * w, K] of one map at full size, [height * width, K], bilinear; the map has that size's aspect. */
    public static float[] enlarge(float[] scores, int classes, int height, int width) {
        int pixels = scores.length / classes;
        Enlarging enlarging = Enlarging.of(pixels, rows(pixels, height, width), (long) height * width);
        float[] out = new float[height * width * classes];
        float[] mixed = new float[enlarging.across.small * classes];
        float[] row = new float[width * classes];
        for (int y = 0; y < height; y++) {
            enlarging.row(scores, 0, classes, y, mixed, row);
            System.arraycopy(row, 0, out, y * row.length, row.length);
        }
        return out;
    }

    /** Rows of a map of so many pixels whose aspect is that of height to width; throws IllegalArgumentException where there is none. */
    public static int rows(long pixels, int height, int width) {
        if (!hasAspect(pixels, height, width)) {
            throw new IllegalArgumentException(
                    "a map of " + pixels + " pixels has not the aspect of " + height + " x " + width);
        }
        return nearestRows(pixels, height, width);
    }

    /** Whether so many pixels make a map whose aspect is that of height to width. */
    public static boolean hasAspect(long pixels, int height, int width) {
        long rows = nearestRows(pixels, height, width);
        return rows > 0 && pixels % rows == 0 && rows * width == pixels / rows * height;
    }

    private static int nearestRows(long pixels, int height, int width) {
        return (int) Math.round(Math.sqrt((double) pixels * height / width));
    }
}
