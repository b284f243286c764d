package org.nec4j.kernel.cpu;

/**
 * Where the numbers of one channel's density lie when its tensors stand layer after layer (matrix row by row, bias, factor),
 * and where the values between its layers lie.
 */
final class DensityLayout {
    final int layers;
    /** Numbers a channel has: 58 for filters 3, 3, 3, 3. */
    final int size;
    /** Values that enter a layer, summed over the layers. */
    final int inputs;

    private final int[] widths;
    private final int[] matrix;
    private final int[] input;

    DensityLayout(int[] widths) {
        this.widths = widths.clone();
        layers = widths.length - 1;
        matrix = new int[layers];
        input = new int[layers];
        int at = 0;
        int units = 0;
        for (int i = 0; i < layers; i++) {
            matrix[i] = at;
            input[i] = units;
            at += widths[i] * widths[i + 1] + widths[i + 1] * (i < layers - 1 ? 2 : 1);
            units += widths[i];
        }
        size = at;
        inputs = units;
    }

    /** r_i, the number of values entering layer i. */
    int in(int i) {
        return widths[i];
    }

    /** r_{i+1}, the number of values leaving layer i. */
    int out(int i) {
        return widths[i + 1];
    }

    /** Index of H_i[0, 0]; H_i[j, k] follows at j * r_i + k. */
    int matrix(int i) {
        return matrix[i];
    }

    /** Index of b_i[0]. */
    int bias(int i) {
        return matrix[i] + widths[i] * widths[i + 1];
    }

    /** Index of a_i[0], for i < layers - 1. */
    int factor(int i) {
        return bias(i) + widths[i + 1];
    }

    /** Index of the first value entering layer i among all such values. */
    int input(int i) {
        return input[i];
    }
}
