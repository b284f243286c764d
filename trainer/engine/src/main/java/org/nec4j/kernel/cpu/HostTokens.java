package org.nec4j.kernel.cpu;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.TokenKernels;

/** Rows moved about by bulk copies between buffers. */
final class HostTokens implements TokenKernels {
    @Override
    public void gather(INDArray source, int[] rows, INDArray out) {
        int n = width(source);
        FloatBuffer from = Memory.of(source);
        FloatBuffer to = Memory.of(out);
        for (int r = 0; r < rows.length; r++) {
            to.put(r * n, from, rows[r] * n, n);
        }
    }

    @Override
    public void scatterAdd(INDArray source, int[] rows, INDArray out) {
        int n = width(source);
        FloatBuffer from = Memory.of(source);
        FloatBuffer to = Memory.of(out);
        float[] sum = new float[n];
        float[] row = new float[n];
        int outRows = (int) (out.length() / n);
        for (int r = 0; r < outRows; r++) {
            to.put(r * n, sum);
        }
        for (int r = 0; r < rows.length; r++) {
            to.get(rows[r] * n, sum);
            from.get(r * n, row);
            add(row, sum);
            to.put(rows[r] * n, sum);
        }
    }

    @Override
    public void addToEach(INDArray block, INDArray out) {
        int n = width(block);
        int blockRows = (int) (block.length() / n);
        int outRows = (int) (out.length() / n);
        FloatBuffer from = Memory.of(block);
        FloatBuffer to = Memory.of(out);
        float[] sum = new float[n];
        float[] row = new float[n];
        for (int r = 0; r < outRows; r++) {
            to.get(r * n, sum);
            from.get((r % blockRows) * n, row);
            add(row, sum);
            to.put(r * n, sum);
        }
    }

    @Override
    public void copyTokens(INDArray source, int sourceToken, INDArray out, int outToken, int count) {
        int n = width(source);
        int b = (int) source.size(0);
        int sourceStride = (int) source.size(1) * n;
        int outStride = (int) out.size(1) * n;
        FloatBuffer from = Memory.of(source);
        FloatBuffer to = Memory.of(out);
        for (int image = 0; image < b; image++) {
            to.put(image * outStride + outToken * n, from, image * sourceStride + sourceToken * n, count * n);
        }
    }

    @Override
    public void fillToken(INDArray value, INDArray out, int token) {
        int n = width(out);
        int t = (int) out.size(1);
        FloatBuffer from = Memory.of(value);
        FloatBuffer to = Memory.of(out);
        for (int image = 0; image < out.size(0); image++) {
            to.put((image * t + token) * n, from, 0, n);
        }
    }

    @Override
    public void sumToken(INDArray source, int token, INDArray sum) {
        int n = width(source);
        int t = (int) source.size(1);
        FloatBuffer from = Memory.of(source);
        float[] total = new float[n];
        float[] row = new float[n];
        for (int image = 0; image < source.size(0); image++) {
            from.get((image * t + token) * n, row);
            add(row, total);
        }
        Memory.of(sum).put(0, total);
    }

    @Override
    public void copyColumns(INDArray source, int sourceColumn, INDArray out, int outColumn, int count) {
        int from = width(source);
        int to = width(out);
        FloatBuffer sourceMemory = Memory.of(source);
        FloatBuffer outMemory = Memory.of(out);
        for (int r = 0; r < out.length() / to; r++) {
            outMemory.put(r * to + outColumn, sourceMemory, r * from + sourceColumn, count);
        }
    }

    @Override
    public void addToFirstColumns(INDArray source, INDArray out) {
        int count = width(source);
        int to = width(out);
        FloatBuffer sourceMemory = Memory.of(source);
        FloatBuffer outMemory = Memory.of(out);
        float[] sum = new float[count];
        float[] row = new float[count];
        for (int r = 0; r < out.length() / to; r++) {
            outMemory.get(r * to, sum);
            sourceMemory.get(r * count, row);
            add(row, sum);
            outMemory.put(r * to, sum);
        }
    }

    private static void add(float[] row, float[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += row[i];
        }
    }

    private static int width(INDArray array) {
        return (int) array.size(-1);
    }
}
