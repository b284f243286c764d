package org.nec4j.kernel;

import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The kernels as ND4J operations only: they run on every backend, in float32 and in double, and are what tests measure the
 * fast ones against. Temporaries lie in a workspace of their own that is used again by the next call.
 */
final class PortableKernels implements Kernels {
    private static final String WORKSPACE = "NEC4J_KERNELS";
    private static final WorkspaceConfiguration SCRATCH = WorkspaceConfiguration.builder()
            .policyAllocation(AllocationPolicy.STRICT)
            .policyLearning(LearningPolicy.FIRST_LOOP)
            .policySpill(SpillPolicy.REALLOCATE)
            .policyReset(ResetPolicy.BLOCK_LEFT)
            .build();
    private static final double SQRT_HALF = Math.sqrt(0.5);
    private static final double INV_SQRT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);

    private final String reason;

    /** @param reason why the fast kernels do not serve here, a clause such as "no Vector API module" */
    PortableKernels(String reason) {
        this.reason = reason;
    }

    @Override
    public void linear(INDArray x, INDArray w, INDArray b, INDArray y) {
        INDArray rows = rows(y, w.size(0)); // [R, N]
        Nd4j.matmul(rows(x, w.size(1)), w, rows, false, true, false);
        rows.addiRowVector(b);
    }

    @Override
    public void linearResidual(INDArray x, INDArray w, INDArray b, INDArray residual, INDArray y) {
        try (MemoryWorkspace scratch = scratch()) {
            INDArray product = Nd4j.create(y.dataType(), new long[] {rows(y), w.size(0)}, 'c'); // [R, N]
            linear(x, w, b, product);
            product.addi(rows(residual, w.size(0)));
            rows(y, w.size(0)).assign(product);
        }
    }

    @Override
    public void linearGelu(INDArray x, INDArray w, INDArray b, INDArray pre, INDArray post) {
        linear(x, w, b, pre);
        try (MemoryWorkspace scratch = scratch()) {
            INDArray preRows = rows(pre, w.size(0)); // [R, N]
            preRows.muli(normalCdf(preRows), rows(post, w.size(0)));
        }
    }

    @Override
    public void linearBackwardInput(INDArray dy, INDArray w, INDArray dx) {
        Nd4j.matmul(rows(dy, w.size(0)), w, rows(dx, w.size(1)), false, false, false);
    }

    @Override
    public void linearBackwardInputGelu(INDArray dy, INDArray w, INDArray pre, INDArray dpre) {
        try (MemoryWorkspace scratch = scratch()) {
            INDArray slope = geluSlope(pre); // [R, K]
            linearBackwardInput(dy, w, dpre);
            dpre.muli(slope.reshape(dpre.shape()));
        }
    }

    @Override
    public void geluBackward(INDArray pre, INDArray d) {
        try (MemoryWorkspace scratch = scratch()) {
            d.muli(geluSlope(pre).reshape(d.shape()));
        }
    }

    @Override
    public void linearBackwardWeights(INDArray dy, INDArray x, INDArray dw, INDArray db) {
        INDArray dyRows = rows(dy, dw.size(0)); // [R, N]
        Nd4j.matmul(dyRows, rows(x, dw.size(1)), dw, true, false, false);
        try (MemoryWorkspace scratch = scratch()) {
            db.assign(dyRows.sum(0).reshape(db.shape()));
        }
    }

    @Override
    public void layerNorm(INDArray x, INDArray gain, INDArray bias, double eps, INDArray y, INDArray stats) {
        long d = gain.length();
        try (MemoryWorkspace scratch = scratch()) {
            INDArray rows = rows(x, d);
            INDArray mean = rows.mean(true, 1); // [R, 1]
            INDArray centred = rows.subColumnVector(mean); // [R, D]
            INDArray rstd = centred.mul(centred).mean(true, 1).addi(eps); // [R, 1]
            Transforms.pow(rstd, -0.5, false);
            INDArray stat = rows(stats, 2);
            stat.getColumn(0).assign(mean.reshape(mean.length()));
            stat.getColumn(1).assign(rstd.reshape(rstd.length()));
            centred.muliColumnVector(rstd).muliRowVector(gain).addiRowVector(bias);
            rows(y, d).assign(centred);
        }
    }

    @Override
    public void layerNormBackwardInput(INDArray dy, INDArray x, INDArray gain, INDArray stats, INDArray dx) {
        long d = gain.length();
        try (MemoryWorkspace scratch = scratch()) {
            INDArray xhat = normalised(x, stats, d); // [R, D]
            INDArray g = rows(dy, d).mulRowVector(gain); // [R, D]
            INDArray meanG = g.mean(true, 1); // [R, 1]
            INDArray meanGx = g.mul(xhat).mean(true, 1); // [R, 1]
            g.subiColumnVector(meanG).subi(xhat.muliColumnVector(meanGx));
            g.muliColumnVector(rows(stats, 2).getColumn(1, true).dup());
            rows(dx, d).assign(g);
        }
    }

    @Override
    public void layerNormBackwardInputResidual(
            INDArray dy, INDArray x, INDArray gain, INDArray stats, INDArray residual, INDArray dx) {
        try (MemoryWorkspace scratch = scratch()) {
            INDArray sum = residual.dup('c');
            INDArray gradient = Nd4j.create(dx.dataType(), dx.shape(), 'c');
            layerNormBackwardInput(dy, x, gain, stats, gradient);
            dx.assign(sum.reshape('c', dx.shape()).addi(gradient));
        }
    }

    @Override
    public void layerNormBackwardWeights(INDArray dy, INDArray x, INDArray stats, INDArray dgain, INDArray dbias) {
        long d = dgain.length();
        try (MemoryWorkspace scratch = scratch()) {
            INDArray dyRows = rows(dy, d);
            dgain.assign(normalised(x, stats, d).muli(dyRows).sum(0).reshape(dgain.shape()));
            dbias.assign(dyRows.sum(0).reshape(dbias.shape()));
        }
    }

    @Override
    public void attention(INDArray qkv, int heads, INDArray out, INDArray probs) {
        try (MemoryWorkspace scratch = scratch()) {
            attend(qkv, heads, out, probs);
        }
    }

    @Override
    public void attention(INDArray qkv, int heads, INDArray out) {
        try (MemoryWorkspace scratch = scratch()) {
            long tokens = qkv.size(1);
            attend(qkv, heads, out, Nd4j.create(qkv.dataType(), qkv.size(0), heads, tokens, tokens));
        }
    }

    @Override
    public void attentionBackward(INDArray dout, INDArray qkv, INDArray probs, int heads, INDArray dqkv) {
        try (MemoryWorkspace scratch = scratch()) {
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

    @Override
    public void pool(INDArray x, INDArray u, INDArray probs, INDArray out) {
        try (MemoryWorkspace scratch = scratch()) {
            INDArray scores = Nd4j.matmul(rows(x, x.size(2)), u, false, true, false); // [B * T, H]
            probs.assign(scores.reshape('c', x.size(0), x.size(1), u.size(0)).permute(0, 2, 1));
            Nd4j.exec(new SoftMax(probs, probs, -1));
            Nd4j.matmul(probs, x, out, false, false, false); // [B, H, D]
        }
    }

    @Override
    public void poolBackward(INDArray dout, INDArray x, INDArray probs, INDArray dscores) {
        try (MemoryWorkspace scratch = scratch()) {
            INDArray dprobs = Nd4j.createUninitialized(probs.dataType(), probs.shape(), 'c'); // [B, H, T]
            Nd4j.matmul(dout, x, dprobs, false, true, false);
            INDArray rowSum = dprobs.mul(probs).sum(true, 2); // [B, H, 1]
            dprobs.subi(rowSum.broadcast(dprobs.shape())).muli(probs);
            dscores.assign(dprobs.permute(0, 2, 1));
        }
    }

    @Override
    public void poolBackwardValues(INDArray dout, INDArray probs, INDArray dx) {
        try (MemoryWorkspace scratch = scratch()) {
            Nd4j.matmul(probs, dout, dx, true, false, false); // [B, T, D]
        }
    }

    @Override
    public void addScaled(double factor, INDArray x, INDArray y) {
        try (MemoryWorkspace scratch = scratch()) {
            y.addi(x.mul(factor).reshape('c', true, y.shape()));
        }
    }

    @Override
    public void scale(double factor, INDArray x) {
        x.muli(factor);
    }

    @Override
    public double squares(INDArray x) {
        double norm = x.norm2Number().doubleValue();
        return norm * norm;
    }

    @Override
    public void adam(INDArray g, INDArray m, INDArray v, double rate, double beta1, double beta2, double epsilon) {
        try (MemoryWorkspace scratch = scratch()) {
            m.muli(beta1).addi(g.mul(1 - beta1));
            v.muli(beta2).addi(g.mul(g).muli(1 - beta2));
            g.assign(m.mul(rate).divi(Transforms.sqrt(v, true).addi(epsilon)));
        }
    }

    @Override
    public String description() {
        return "portable ND4J operations (" + reason + ")";
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

    private static INDArray geluSlope(INDArray pre) {
        INDArray slope = pre.mul(pre).muli(-0.5);
        return Transforms.exp(slope, false).muli(INV_SQRT_TWO_PI).muli(pre).addi(normalCdf(pre));
    }

    private static INDArray normalCdf(INDArray x) {
        INDArray cdf = x.mul(SQRT_HALF);
        return Nd4j.exec(new Erf(cdf, cdf)).addi(1).muli(0.5);
    }

    private static INDArray normalised(INDArray x, INDArray stats, long d) {
        INDArray stat = rows(stats, 2);
        return rows(x, d)
                .subColumnVector(stat.getColumn(0, true).dup())
                .muliColumnVector(stat.getColumn(1, true).dup());
    }

    private static INDArray rows(INDArray a, long columns) {
        return a.reshape('c', true, a.length() / columns, columns);
    }

    private static long rows(INDArray a) {
        return a.length() / a.size(-1);
    }

    private static MemoryWorkspace scratch() {
        return Nd4j.getWorkspaceManager().getAndActivateWorkspace(SCRATCH, WORKSPACE);
    }
}
