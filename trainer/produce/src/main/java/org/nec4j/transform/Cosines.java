package org.nec4j.transform;

/** The orthonormal cosine transform of n numbers (DCT-II). */
final class Cosines {
    private Cosines() {}

    /** Its rows [n, n], the constant one first. */
    static double[][] rows(int n) {
        double[][] rows = new double[n][n];
        for (int u = 0; u < n; u++) {
            for (int x = 0; x < n; x++) {
                double norm = Math.sqrt((u == 0 ? 1.0 : 2.0) / n);
                rows[u][x] = norm * StrictMath.cos(Math.PI * u * (2 * x + 1) / (2 * n));
            }
        }
        return rows;
    }
}
