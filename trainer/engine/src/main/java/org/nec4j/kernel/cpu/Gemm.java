package org.nec4j.kernel.cpu;

import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;

/** Products of row-major matrices, on the calling thread alone, by what was found to multiply right in this process. */
final class Gemm {
    private static final Products PRODUCTS = Blas.here().products();

    private Gemm() {}

    /** Makes OpenBLAS leave threading to us; for the whole process and once, because the call itself is slow. */
    static void singleThreaded() {
        blas_set_num_threads(1);
    }

    /** c = a bᵀ + beta c, for a [m, k], b [n, k], c [m, n], with rows lda, ldb, ldc floats apart. */
    static void abt(Lane lane, int m, int n, int k, long a, int lda, long b, int ldb, float beta, long c, int ldc) {
        PRODUCTS.multiply(lane, false, true, m, n, k, a, lda, b, ldb, beta, c, ldc);
    }

    /** c = a b, for a [m, k], b [k, n], c [m, n]. */
    static void ab(Lane lane, int m, int n, int k, long a, int lda, long b, int ldb, long c, int ldc) {
        PRODUCTS.multiply(lane, false, false, m, n, k, a, lda, b, ldb, 0, c, ldc);
    }

    /** c = aᵀ b, for a [k, m], b [k, n], c [m, n]. */
    static void atb(Lane lane, int m, int n, int k, long a, int lda, long b, int ldb, long c, int ldc) {
        PRODUCTS.multiply(lane, true, false, m, n, k, a, lda, b, ldb, 0, c, ldc);
    }
}
