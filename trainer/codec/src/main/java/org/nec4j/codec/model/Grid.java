package org.nec4j.codec.model;

import org.nec4j.codec.error.UserException;

/**
 * An orthonormal transform over a grid of tokens, along its columns and along its rows. All sums are double, in rising order, from 0.
 */
final class Grid {
    private final float[] vertical; // [height, height], orthonormal rows
    private final float[] horizontal; // [width, width], likewise
    private final int height;
    private final int width;

    /** By its two matrices; throws UserException where they are none of a grid. */
    Grid(float[] vertical, float[] horizontal) {
        this.height = side(vertical);
        this.width = side(horizontal);
        this.vertical = vertical.clone();
        this.horizontal = horizontal.clone();
    }

    private static int side(float[] matrix) {
        int side = (int) Math.rint(Math.sqrt(matrix.length));
        if (side == 0 || side * side != matrix.length) {
            throw new UserException("a transform of " + matrix.length + " numbers is none of a square grid");
        }
        return side;
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    int tokens() {
        return height * width;
    }

    /** How many times larger than a coefficient a value can be. */
    double gain() {
        return columnSum(vertical, height) * columnSum(horizontal, width);
    }

    /** The largest sum of magnitudes of a column, at least 1. */
    private static double columnSum(float[] matrix, int side) {
        double most = 1;
        for (int u = 0; u < side; u++) {
            double sum = 0;
            for (int r = 0; r < side; r++) {
                sum += Math.abs(matrix[r * side + u]);
            }
            most = Math.max(most, sum);
        }
        return most;
    }

    /** v p hᵀ for the grid p [height, width] that begins at {@code at}, v and h transposed for the inverse; in place. */
    void apply(double[] values, int at, boolean inverse) {
        double[] half = new double[height * width];
        for (int u = 0; u < height; u++) {
            for (int x = 0; x < width; x++) {
                double sum = 0;
                for (int r = 0; r < height; r++) {
                    sum += weight(vertical, height, u, r, inverse) * values[at + r * width + x];
                }
                half[u * width + x] = sum;
            }
        }
        for (int u = 0; u < height; u++) {
            for (int v = 0; v < width; v++) {
                double sum = 0;
                for (int x = 0; x < width; x++) {
                    sum += half[u * width + x] * weight(horizontal, width, v, x, inverse);
                }
                values[at + u * width + v] = sum;
            }
        }
    }

    /** What belongs to frequencies [height, width], shared out among the tokens as the energy of their basis functions is. */
    double[] overTokens(double[] perFrequency) {
        double[] rows = energyShares(vertical, height);
        double[] columns = energyShares(horizontal, width);
        double[] over = new double[perFrequency.length];
        for (int u = 0; u < height; u++) {
            for (int v = 0; v < width; v++) {
                for (int r = 0; r < height; r++) {
                    double row = perFrequency[u * width + v] * rows[u * height + r];
                    for (int x = 0; x < width; x++) {
                        over[r * width + x] += row * columns[v * width + x];
                    }
                }
            }
        }
        return over;
    }

    /** Of each row of a matrix, the share of its energy in each column [side, side]; rows sum to 1. */
    private static double[] energyShares(float[] matrix, int side) {
        double[] shares = new double[side * side];
        for (int u = 0; u < side; u++) {
            double energy = 0;
            for (int r = 0; r < side; r++) {
                energy += (double) matrix[u * side + r] * matrix[u * side + r];
            }
            for (int r = 0; r < side; r++) {
                double own = (double) matrix[u * side + r] * matrix[u * side + r];
                shares[u * side + r] = energy > 0 ? own / energy : 1.0 / side;
            }
        }
        return shares;
    }

    private static double weight(float[] matrix, int side, int row, int column, boolean transposed) {
        return transposed ? matrix[column * side + row] : matrix[row * side + column];
    }
}
