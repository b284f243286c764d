package org.nec4j.entropy;

/**
 * The shape of a transform of embeddings.
 *
 * @param rows       R, of the grid of patch tokens
 * @param columns    C
 * @param dim        D, numbers of a token
 * @param components K, numbers of a token after the analysis, at most D
 */
public record TransformShape(int rows, int columns, int dim, int components) {
    /** Checks that the numbers fit each other. */
    public TransformShape {
        if (rows < 1 || columns < 1 || rows * columns < 2 || components < 1 || components > dim) {
            throw new IllegalArgumentException(
                    rows + " x " + columns + " tokens, " + components + " components of " + dim);
        }
    }

    /** L, the patch tokens. */
    public int tokens() {
        return rows * columns;
    }

    /** Frequencies that the token layer codes: all but 0. */
    public int frequencies() {
        return tokens() - 1;
    }
}
