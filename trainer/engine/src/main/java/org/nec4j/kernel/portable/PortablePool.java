package org.nec4j.kernel.portable;

import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nec4j.kernel.PoolKernels;

/** Attention pooling of ND4J operations. */
final class PortablePool implements PoolKernels {
    @Override
    public void forward(INDArray x, INDArray u, INDArray probs, INDArray out) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            INDArray scores = Nd4j.matmul(Nd.rows(x, x.size(2)), u, false, true, false); // [B * T, H]
            probs.assign(scores.reshape('c', x.size(0), x.size(1), u.size(0)).permute(0, 2, 1));
            Nd4j.exec(new SoftMax(probs, probs, -1));
            Nd4j.matmul(probs, x, out, false, false, false); // [B, H, D]
        }
    }

    @Override
    public void backward(INDArray dout, INDArray x, INDArray probs, INDArray dscores) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            INDArray dprobs = Nd4j.createUninitialized(probs.dataType(), probs.shape(), 'c'); // [B, H, T]
            Nd4j.matmul(dout, x, dprobs, false, true, false);
            INDArray rowSum = dprobs.mul(probs).sum(true, 2); // [B, H, 1]
            dprobs.subi(rowSum.broadcast(dprobs.shape())).muli(probs);
            dscores.assign(dprobs.permute(0, 2, 1));
        }
    }

    @Override
    public void backwardValues(INDArray dout, INDArray probs, INDArray dx) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            Nd4j.matmul(probs, dout, dx, true, false, false); // [B, T, D]
        }
    }

    @Override
    public void spread(INDArray x, double factor, INDArray out) {
        long d = out.size(-1);
        long heads = out.length() / x.length();
        INDArray from = Nd.rows(x, d); // [B, D]
        INDArray to = out.reshape('c', true, x.length() / d, heads, d);
        to.assign(0);
        forEachHead(heads, d, (head, columns) -> head(to, head, columns)
                .assign(from.get(NDArrayIndex.all(), columns).mul(factor)));
    }

    @Override
    public void diagonal(INDArray x, double factor, INDArray out) {
        long d = x.size(-1);
        long heads = x.length() / out.length();
        INDArray from = x.reshape('c', true, out.length() / d, heads, d);
        INDArray to = Nd.rows(out, d); // [B, D]
        forEachHead(heads, d, (head, columns) -> to.get(NDArrayIndex.all(), columns)
                .assign(head(from, head, columns).mul(factor)));
    }

    private interface Head {
        void of(long head, INDArrayIndex columns);
    }

    private static void forEachHead(long heads, long d, Head work) {
        long size = d / heads;
        try (MemoryWorkspace scratch = Nd.scratch()) {
            for (long head = 0; head < heads; head++) {
                work.of(head, NDArrayIndex.interval(head * size, (head + 1) * size));
            }
        }
    }

    /** A head's own columns of [B, H, D], as a view [B, D / H]. */
    private static INDArray head(INDArray wide, long head, INDArrayIndex columns) {
        return wide.get(NDArrayIndex.all(), NDArrayIndex.point(head), columns);
    }
}
