package org.nec4j.transform;

/**
 * After another transform, a two-dimensional orthonormal cosine transform of each coefficient over the grid of patch tokens:
 * neighbouring patches resemble each other. The cls token, position 0, stays as it is.
 *
 * @param inner transform of the tokens
 * @param side  patches a row and rows; tokens = side * side + 1
 */
public record TokenCosine(EmbeddingTransform inner, int side) implements EmbeddingTransform {
    @Override
    public double[] analyse(float[] embedding) {
        return overPlanes(inner.analyse(embedding), basis());
    }

    @Override
    public float[] synthesize(double[] coefficients) {
        double[][] forward = basis();
        double[][] inverse = new double[side][side];
        for (int u = 0; u < side; u++) {
            for (int x = 0; x < side; x++) {
                inverse[x][u] = forward[u][x];
            }
        }
        return inner.synthesize(overPlanes(coefficients, inverse));
    }

    @Override
    public long sideBytes() {
        return inner.sideBytes();
    }

    /** m p m^T for the plane p [side, side] of every coefficient. */
    private double[] overPlanes(double[] planes, double[][] m) {
        int tokens = side * side + 1;
        double[] result = planes.clone();
        double[] half = new double[side * side];
        for (int at = 1; at < planes.length; at += tokens) {
            for (int u = 0; u < side; u++) {
                for (int x = 0; x < side; x++) {
                    double sum = 0;
                    for (int y = 0; y < side; y++) {
                        sum += m[u][y] * planes[at + y * side + x];
                    }
                    half[u * side + x] = sum;
                }
            }
            for (int u = 0; u < side; u++) {
                for (int v = 0; v < side; v++) {
                    double sum = 0;
                    for (int x = 0; x < side; x++) {
                        sum += half[u * side + x] * m[v][x];
                    }
                    result[at + u * side + v] = sum;
                }
            }
        }
        return result;
    }

    /** Rows of the orthonormal DCT-II, [side, side]. */
    double[][] basis() {
        return Cosines.rows(side);
    }
}
