package org.nec4j.kernel;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

/**
 * Products of row-major matrices by OpenBLAS, on the calling thread alone. They are asked for as column-major products of the
 * transposes: for row-major ones OpenBLAS picks, on some processors, another algorithm by size, and the bits of a row would then
 * depend on how many rows a thread was given.
 */
final class Gemm {
    private Gemm() {}

    /** Makes OpenBLAS leave threading to us; for the whole process and once, because the call itself is slow. */
    static void singleThreaded() {
        blas_set_num_threads(1);
    }

    /** c = a bᵀ + beta c, for a [m, k], b [n, k], c [m, n], with rows lda, ldb, ldc floats apart. */
    static void abt(Lane lane, int m, int n, int k, long a, int lda, long b, int ldb, float beta, long c, int ldc) {
        multiply(lane, CblasTrans, CblasNoTrans, m, n, k, a, lda, b, ldb, beta, c, ldc);
    }

    /** c = a b, for a [m, k], b [k, n], c [m, n]. */
    static void ab(Lane lane, int m, int n, int k, long a, int lda, long b, int ldb, long c, int ldc) {
        multiply(lane, CblasNoTrans, CblasNoTrans, m, n, k, a, lda, b, ldb, 0, c, ldc);
    }

    /** c = aᵀ b, for a [k, m], b [k, n], c [m, n]. */
    static void atb(Lane lane, int m, int n, int k, long a, int lda, long b, int ldb, long c, int ldc) {
        multiply(lane, CblasNoTrans, CblasTrans, m, n, k, a, lda, b, ldb, 0, c, ldc);
    }

    private static void multiply(
            Lane lane,
            int opB,
            int opA,
            int m,
            int n,
            int k,
            long a,
            int lda,
            long b,
            int ldb,
            float beta,
            long c,
            int ldc) {
        cblas_sgemm(
                CblasColMajor, opB, opA, n, m, k, 1, lane.b.aim(b), ldb, lane.a.aim(a), lda, beta, lane.c.aim(c), ldc);
    }
}
