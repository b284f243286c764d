package org.nec4j.kernel.cpu;

/** Products of row-major float32 matrices in native memory, on the calling thread alone: what a BLAS is asked for. */
interface Products {
    /**
     * c = op(a) op(b) + beta c, for op(a) [m, k], op(b) [k, n] and c [m, n], with rows lda, ldb and ldc floats apart; op transposes where it is
     * said. With beta 0 what c held, NaN too, does not count.
     */
    void multiply(
            Lane lane,
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            long a,
            int lda,
            long b,
            int ldb,
            float beta,
            long c,
            int ldc);
}
