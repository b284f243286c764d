package org.nec4j.vit;

import java.util.ArrayList;
import java.util.List;

/** How positions are brought to a grid of another size: cubic convolution, as one of three programs means it. */
public enum Resampling {
    /** PyTorch's {@code interpolate(mode="bicubic")}: MAE's fine-tuning, Hugging Face's ViT, CLIP, SigLIP and DINOv2. */
    BICUBIC {
        @Override
        Taps at(int cell, int from, int to) {
            return four((cell + 0.5) * from / to - 0.5, from);
        }
    },
    /**
     * The same with {@code antialias=True}, whose kernel is as wide as cells are apart where a grid becomes smaller: timm, and DINOv2 with
     * registers.
     */
    ANTIALIASED {
        @Override
        Taps at(int cell, int from, int to) {
            double scale = (double) from / to;
            double width = Math.max(1, scale);
            double center = scale * (cell + 0.5);
            int first = Math.max(0, (int) (center - 2 * width + 0.5));
            int end = Math.min(from, (int) (center + 2 * width + 0.5));
            int[] cells = new int[end - first];
            double[] weights = new double[end - first];
            double sum = 0;
            for (int k = 0; k < cells.length; k++) {
                cells[k] = first + k;
                weights[k] = kernel((first + k - center + 0.5) / width, KEYS);
                sum += weights[k];
            }
            for (int k = 0; k < weights.length; k++) {
                weights[k] /= sum;
            }
            return new Taps(cells, weights);
        }
    },
    /** As facebookresearch/dinov2 without registers: the new grid counts as a tenth of a cell larger ({@code interpolate_offset = 0.1}). */
    OFFSET {
        @Override
        Taps at(int cell, int from, int to) {
            return four((cell + 0.5) * from / (to + 0.1) - 0.5, from);
        }
    };

    /** The kernel's parameter in PyTorch. */
    private static final double PYTORCH = -0.75;

    /** That of Keys (1981), which PyTorch takes where it is to avoid aliasing, as Pillow does. */
    private static final double KEYS = -0.5;

    /**
     * The old cells of one new cell along one axis.
     *
     * @param cells   their numbers, those beyond the edge clamped to it
     * @param weights of each
     */
    record Taps(int[] cells, double[] weights) {}

    /** What every new cell along an axis is made of. */
    final List<Taps> along(int from, int to) {
        List<Taps> taps = new ArrayList<>(to);
        for (int cell = 0; cell < to; cell++) {
            taps.add(at(cell, from, to));
        }
        return taps;
    }

    abstract Taps at(int cell, int from, int to);

    private static Taps four(double center, int from) {
        int base = (int) Math.floor(center);
        double t = center - base;
        int[] cells = new int[4];
        for (int k = 0; k < 4; k++) {
            cells[k] = Math.min(Math.max(base - 1 + k, 0), from - 1);
        }
        double[] weights = {kernel(t + 1, PYTORCH), kernel(t, PYTORCH), kernel(1 - t, PYTORCH), kernel(2 - t, PYTORCH)};
        return new Taps(cells, weights);
    }

    private static double kernel(double distance, double a) {
        double x = Math.abs(distance);
        if (x <= 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
    }
}
