package org.nec4j.vit;

import java.util.List;
import org.nec4j.codec.error.UserException;

/**
 * Position embeddings of a vision transformer: MAE's fixed ones, and trained ones brought to another image size. All are
 * row-major {@code [tokens, dim]} with the grid's cells row after row, behind those of the class token and of registers.
 */
public final class PositionEmbeddings {
    private PositionEmbeddings() {}

    /**
     * MAE's two-dimensional sine-cosine embedding: the first half of the columns encodes the cell's column, the second half its
     * row, each as sines then cosines of {@code dim / 4} frequencies from 1 down to almost 1 / 10000 (He et al. 2022, appendix
     * A.1).
     *
     * @param dim width of the embedding, a multiple of 4
     * @param prefix rows of zeros that come first, for a class token and registers
     * @return {@code [prefix + grid.cells(), dim]}
     */
    public static float[] sinCos(int dim, PatchGrid grid, int prefix) {
        if (dim < 4 || dim % 4 != 0) {
            throw new UserException(
                    "a sine-cosine position embedding needs a width that is a multiple of 4, not " + dim);
        }
        float[] table = new float[Math.multiplyExact(prefix + grid.cells(), dim)]; // [prefix + h * w, dim]
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                int at = (prefix + row * grid.columns() + column) * dim;
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
     * Brings a trained embedding to another grid, the rows before those of the cells unchanged.
     *
     * @param embedding {@code [prefix + from.cells(), dim]}
     * @param rule what a new cell is made of
     * @return {@code [prefix + to.cells(), dim]}, a new array
     */
    public static float[] interpolate(
            float[] embedding, int dim, int prefix, PatchGrid from, PatchGrid to, Resampling rule) {
        if (embedding.length != (prefix + from.cells()) * (long) dim) {
            throw new IllegalArgumentException(embedding.length + " numbers are no positions of width " + dim + " for "
                    + prefix + " tokens and " + from);
        }
        if (from.equals(to)) {
            return embedding.clone();
        }
        float[] out = new float[Math.multiplyExact(prefix + to.cells(), dim)]; // [prefix + rows * columns, dim]
        System.arraycopy(embedding, 0, out, 0, prefix * dim);
        List<Resampling.Taps> rows = rule.along(from.rows(), to.rows());
        List<Resampling.Taps> columns = rule.along(from.columns(), to.columns());
        for (int row = 0; row < to.rows(); row++) {
            for (int column = 0; column < to.columns(); column++) {
                int at = (prefix + row * to.columns() + column) * dim;
                blend(embedding, dim, prefix, from.columns(), rows.get(row), columns.get(column), out, at);
            }
        }
        return out;
    }

    private static void blend(
            float[] embedding,
            int dim,
            int prefix,
            int width,
            Resampling.Taps rows,
            Resampling.Taps columns,
            float[] out,
            int at) {
        for (int d = 0; d < dim; d++) {
            double sum = 0;
            for (int i = 0; i < rows.cells().length; i++) {
                int line = prefix + rows.cells()[i] * width;
                double lineSum = 0;
                for (int j = 0; j < columns.cells().length; j++) {
                    lineSum += columns.weights()[j] * embedding[(line + columns.cells()[j]) * dim + d];
                }
                sum += rows.weights()[i] * lineSum;
            }
            out[at + d] = (float) sum;
        }
    }
}
