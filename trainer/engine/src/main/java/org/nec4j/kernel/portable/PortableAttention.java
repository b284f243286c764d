package org.nec4j.kernel.portable;

import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.kernel.AttentionKernels;

/** Self-attention of ND4J operations. */
final class PortableAttention implements AttentionKernels {
    @Override
    public void forward(INDArray qkv, int heads, INDArray out, INDArray probs) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            attend(qkv, heads, out, probs);
        }
    }

    @Override
    public void forward(INDArray qkv, int heads, INDArray out) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            long tokens = qkv.size(1);
            attend(qkv, heads, out, Nd4j.create(qkv.dataType(), qkv.size(0), heads, tokens, tokens));
        }
    }

    @Override
    public void backward(INDArray dout, INDArray qkv, INDArray probs, int heads, INDArray dqkv) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            INDArray split = perHead(qkv, 3, heads); // [3, B, H, T, d]
            INDArray q = split.slice(0).dup('c'); // [B, H, T, d]
            INDArray k = split.slice(1).dup('c'); // [B, H, T, d]
            INDArray v = split.slice(2).dup('c'); // [B, H, T, d]
            INDArray dO = perHead(dout, 1, heads).slice(0).dup('c'); // [B, H, T, d]
            INDArray dP = Nd4j.matmul(
                    dO,
                    v,
                    Nd4j.createUninitialized(probs.dataType(), probs.shape(), 'c'),
                    false,
                    true,
                    false); // [B, H, T, T]
            INDArray rowSum = dP.mul(probs).sum(true, 3); // [B, H, T, 1]
            INDArray dS =
                    dP.subi(rowSum.broadcast(dP.shape())).muli(probs).muli(1 / Math.sqrt(q.size(3))); // [B, H, T, T]
            INDArray part = Nd4j.createUninitialized(q.dataType(), q.shape(), 'c'); // [B, H, T, d]
            INDArray target = perHead(dqkv, 3, heads); // [3, B, H, T, d]
            target.slice(0).assign(Nd4j.matmul(dS, k, part, false, false, false));
            target.slice(1).assign(Nd4j.matmul(dS, q, part, true, false, false));
            target.slice(2).assign(Nd4j.matmul(probs, dO, part, true, false, false));
        }
    }

    private static void attend(INDArray qkv, int heads, INDArray out, INDArray probs) {
        INDArray split = perHead(qkv, 3, heads); // [3, B, H, T, d]
        INDArray q = split.slice(0).mul(1 / Math.sqrt(split.size(4))); // [B, H, T, d]
        Nd4j.matmul(q.dup('c'), split.slice(1).dup('c'), probs, false, true, false); // [B, H, T, T]
        Nd4j.exec(new SoftMax(probs, probs, -1));
        INDArray mixed = Nd4j.createUninitialized(q.dataType(), q.shape(), 'c'); // [B, H, T, d]
        Nd4j.matmul(probs, split.slice(2).dup('c'), mixed, false, false, false);
        perHead(out, 1, heads).slice(0).assign(mixed);
    }

    /** A view of [B, T, parts * D] as [parts, B, H, T, d]. */
    private static INDArray perHead(INDArray a, int parts, int heads) {
        long d = a.size(2) / parts / heads;
        return a.reshape('c', true, a.size(0), a.size(1), parts, heads, d).permute(2, 0, 3, 1, 4);
    }
}
