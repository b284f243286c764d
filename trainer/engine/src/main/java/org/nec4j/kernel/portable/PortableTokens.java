package org.nec4j.kernel.portable;

import java.util.Arrays;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nec4j.kernel.TokenKernels;

/** Rows moved about by ND4J operations. */
final class PortableTokens implements TokenKernels {
    @Override
    public void gather(INDArray source, int[] rows, INDArray out) {
        long n = source.size(-1);
        Nd4j.pullRows(Nd.rows(source, n), Nd.rows(out, n), 1, rows);
    }

    @Override
    public void scatterAdd(INDArray source, int[] rows, INDArray out) {
        long n = source.size(-1);
        INDArray sums = Nd.rows(out, n);
        int[][] rounds = rounds(rows, (int) sums.size(0));
        sums.assign(0);
        try (MemoryWorkspace scratch = Nd.scratch()) {
            INDArray withZeros = Nd4j.concat(0, Nd.rows(source, n), Nd4j.zeros(source.dataType(), 1, n));
            for (int[] round : rounds) {
                sums.addi(Nd4j.pullRows(withZeros, 1, round));
            }
        }
    }

    /** In round k the source row that is the k-th to be added to each row of the result, or the row of zeros behind them. */
    private static int[][] rounds(int[] rows, int results) {
        int[] taken = new int[results];
        int most = 0;
        for (int row : rows) {
            most = Math.max(most, ++taken[row]);
        }
        int[][] rounds = new int[most][results];
        for (int[] round : rounds) {
            Arrays.fill(round, rows.length);
        }
        Arrays.fill(taken, 0);
        for (int r = 0; r < rows.length; r++) {
            rounds[taken[rows[r]]++][rows[r]] = r;
        }
        return rounds;
    }

    @Override
    public void addToEach(INDArray block, INDArray out) {
        Nd.rows(out, block.length()).addiRowVector(Nd.flat(block));
    }

    @Override
    public void copyTokens(INDArray source, int sourceToken, INDArray out, int outToken, int count) {
        tokens(out, NDArrayIndex.interval(outToken, outToken + count))
                .assign(tokens(source, NDArrayIndex.interval(sourceToken, sourceToken + count)));
    }

    @Override
    public void fillToken(INDArray value, INDArray out, int token) {
        INDArray to = tokens(out, NDArrayIndex.point(token)); // [B, N]
        to.assign(Nd.rows(value, value.length()).broadcast(to.shape()));
    }

    @Override
    public void sumToken(INDArray source, int token, INDArray sum) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            sum.assign(tokens(source, NDArrayIndex.point(token)).sum(0).reshape(sum.shape()));
        }
    }

    private static INDArray tokens(INDArray array, INDArrayIndex which) {
        return array.get(NDArrayIndex.all(), which, NDArrayIndex.all());
    }

    @Override
    public void copyColumns(INDArray source, int sourceColumn, INDArray out, int outColumn, int count) {
        columns(out, outColumn, count).assign(columns(source, sourceColumn, count));
    }

    @Override
    public void addToFirstColumns(INDArray source, INDArray out) {
        int count = (int) source.size(-1);
        columns(out, 0, count).addi(columns(source, 0, count));
    }

    private static INDArray columns(INDArray array, int first, int count) {
        return Nd.rows(array, array.size(-1)).get(NDArrayIndex.all(), NDArrayIndex.interval(first, first + count));
    }
}
