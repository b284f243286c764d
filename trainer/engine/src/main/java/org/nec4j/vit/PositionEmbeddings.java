package org.nec4j.vit;

import org.nec4j.codec.error.UserException;

/**
 * Position embeddings of a vision transformer: MAE's fixed ones, and trained ones brought to another image size. All are
 * row-major {@code [tokens, dim]} with the grid's cells row after row, behind the class token where there is one.
 */
public final class PositionEmbeddings {
    /** The cubic convolution kernel's parameter in PyTorch (Keys 1981 has -1/2). */
    private static final double A = -0.75;

    private PositionEmbeddings() {}

    /**
     * MAE's two-dimensional sine-cosine embedding: the first half of the columns encodes the cell's column, the second half its
     * row, each as sines then cosines of {@code dim / 4} frequencies from 1 down to almost 1 / 10000 (He et al. 2022, appendix
     * A.1).
     *
     * @param dim width of the embedding, a multiple of 4
     * @param grid cells along one side
     * @param clsToken whether a row of zeros for the class token comes first
     * @return {@code [(1 +) grid * grid, dim]}
     */
    public static float[] sinCos(int dim, int grid, boolean clsToken) {
        if (dim < 4 || dim % 4 != 0 || grid < 1) {
            throw new UserException(
                    "a sine-cosine position embedding needs a width that is a multiple of 4 and a grid of at least "
                            + "one cell, not width " + dim + " and grid " + grid);
        }
        int first = clsToken ? 1 : 0;
        float[] table = new float[Math.multiplyExact(first + grid * grid, dim)]; // [(1 +) grid * grid, dim]
        for (int row = 0; row < grid; row++) {
            for (int column = 0; column < grid; column++) {
                int at = (first + row * grid + column) * dim;
                waves(column, table, at, dim / 4);
                waves(row, table, at + dim / 2, dim / 4);
            }
        }
        return table;
    }

    private static void waves(int position, float[] table, int at, int frequencies) {
        for (int i = 0; i < frequencies; i++) {
            double angle = position * StrictMath.pow(10000, -i / (double) frequencies);
            table[at + i] = (float) StrictMath.sin(angle);
            table[at + frequencies + i] = (float) StrictMath.cos(angle);
        }
    }

    /**
     * Brings a trained embedding to a grid of another size as MAE's fine-tuning does: bicubic interpolation of the cells
     * (PyTorch's {@code interpolate(mode="bicubic", align_corners=False)}), the class token's row unchanged. Throws
     * {@link UserException} where the rows are not one class token and a square grid.
     *
     * @param embedding {@code [1 + g * g, dim]}
     * @param dim width of the embedding
     * @param grid cells along one side of the new grid
     * @return {@code [1 + grid * grid, dim]}, a new array
     */
    public static float[] interpolate(float[] embedding, int dim, int grid) {
        int from = sourceGrid(embedding, dim);
        if (grid < 1) {
            throw new UserException("a position embedding cannot be brought to a grid of " + grid + " cells a side");
        }
        float[] out = new float[Math.multiplyExact(1 + grid * grid, dim)]; // [1 + grid * grid, dim]
        System.arraycopy(embedding, 0, out, 0, dim);
        Taps[] taps = Taps.along(from, grid);
        for (int row = 0; row < grid; row++) {
            for (int column = 0; column < grid; column++) {
                blend(embedding, dim, from, taps[row], taps[column], out, (1 + row * grid + column) * dim);
            }
        }
        return out;
    }

    private static int sourceGrid(float[] embedding, int dim) {
        int cells = dim < 1 || embedding.length % dim != 0 ? -1 : embedding.length / dim - 1;
        int side = (int) Math.round(Math.sqrt(Math.max(0, cells)));
        if (cells < 1 || side * side != cells) {
            throw new UserException("a position embedding of " + embedding.length + " numbers and width " + dim
                    + " is not one class token and a square grid");
        }
        return side;
    }

    private static void blend(float[] embedding, int dim, int from, Taps rows, Taps columns, float[] out, int at) {
        for (int d = 0; d < dim; d++) {
            double sum = 0;
            for (int i = 0; i < 4; i++) {
                int line = 1 + rows.cells[i] * from;
                double lineSum = 0;
                for (int j = 0; j < 4; j++) {
                    lineSum += columns.weights[j] * embedding[(line + columns.cells[j]) * dim + d];
                }
                sum += rows.weights[i] * lineSum;
            }
            out[at + d] = (float) sum;
        }
    }

    /** The four source cells of one target cell along one axis, clamped to the edge, and their weights. */
    private record Taps(int[] cells, double[] weights) {

        static Taps[] along(int from, int to) {
            Taps[] taps = new Taps[to];
            for (int i = 0; i < to; i++) {
                double center = (i + 0.5) * from / to - 0.5;
                int base = (int) Math.floor(center);
                double t = center - base;
                int[] cells = new int[4];
                for (int k = 0; k < 4; k++) {
                    cells[k] = Math.min(Math.max(base - 1 + k, 0), from - 1);
                }
                taps[i] = new Taps(cells, new double[] {far(t + 1), near(t), near(1 - t), far(2 - t)});
            }
            return taps;
        }

        /** The kernel for distances up to 1. */
        private static double near(double x) {
            return ((A + 2) * x - (A + 3)) * x * x + 1;
        }

        /** The kernel for distances from 1 to 2. */
        private static double far(double x) {
            return ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
        }
    }
}
