package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Moves rows of matrices about: what masking, unmasking and class tokens need. */
public interface TokenKernels {
    /** out[r] = source[rows[r]], over the last dimension; source [.., N], out [rows.length, N]. */
    void gather(INDArray source, int[] rows, INDArray out);

    /** out = 0, then out[rows[r]] += source[r] for r upwards; source [rows.length, N], out [.., N]. */
    void scatterAdd(INDArray source, int[] rows, INDArray out);

    /** out[b] += block for every b; block [T, N], out [B, T, N]. */
    void addToEach(INDArray block, INDArray out);

    /** out[b, outToken + t] = source[b, sourceToken + t] for t below count and every b; both [B, ., N]. */
    void copyTokens(INDArray source, int sourceToken, INDArray out, int outToken, int count);

    /** out[b, token] = value for every b; value [N] in any shape, out [B, T, N]. */
    void fillToken(INDArray value, INDArray out, int token);

    /** sum = Σ_b source[b, token]; source [B, T, N], sum [N] in any shape. */
    void sumToken(INDArray source, int token, INDArray sum);

    /** out[r, outColumn + i] = source[r, sourceColumn + i] for i below count and every row r of the last dimension. */
    void copyColumns(INDArray source, int sourceColumn, INDArray out, int outColumn, int count);

    /** out[r, i] += source[r, i] for every column i of the source, which has as many rows and not more columns. */
    void addToFirstColumns(INDArray source, INDArray out);
}
