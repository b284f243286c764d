package org.nec4j.kernel;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The kernels on OpenBLAS and the Vector API, with threads of our own: for nd4j-native. */
final class VectorKernels implements Kernels {
    private final Team team;
    private final VectorLinear linear;
    private final TileBlock block;
    private final VectorNorm norm;
    private final VectorAttention attention;
    private final VectorPool pool;
    private final VectorUpdate update;

    /** @param team the threads that share a kernel */
    VectorKernels(Team team) {
        this.team = team;
        linear = VectorTile.fits() ? new TileLinear(team) : new VectorLinear(team);
        block = new TileBlock(team);
        norm = new VectorNorm(team);
        attention = new VectorAttention(team);
        pool = new VectorPool(team);
        update = new VectorUpdate(team);
        Gemm.singleThreaded();
        // ND4J's own threads would spin for a while after each of its operations, on the processors that the next
        // kernel wants.
        Nd4j.getBackend(); // or the library is not loaded yet
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    }

    @Override
    public void linear(INDArray x, INDArray w, INDArray b, INDArray y) {
        int n = size(w, 0);
        int k = size(w, 1);
        int r = rows(x, k);
        linear.forward(r, n, k, floats("x", x, r, k), floats("w", w, n, k), floats("b", b, n, 1), floats("y", y, r, n));
    }

    @Override
    public void linearResidual(INDArray x, INDArray w, INDArray b, INDArray residual, INDArray y) {
        int n = size(w, 0);
        int k = size(w, 1);
        int r = rows(x, k);
        linear.forwardResidual(
                r,
                n,
                k,
                floats("x", x, r, k),
                floats("w", w, n, k),
                floats("b", b, n, 1),
                floats("residual", residual, r, n),
                floats("y", y, r, n));
    }

    @Override
    public void linearGelu(INDArray x, INDArray w, INDArray b, INDArray pre, INDArray post) {
        int n = size(w, 0);
        int k = size(w, 1);
        int r = rows(x, k);
        linear.forwardGelu(
                r,
                n,
                k,
                floats("x", x, r, k),
                floats("w", w, n, k),
                floats("b", b, n, 1),
                floats("pre", pre, r, n),
                floats("post", post, r, n));
    }

    @Override
    public void linearBackwardInput(INDArray dy, INDArray w, INDArray dx) {
        int n = size(w, 0);
        int k = size(w, 1);
        int r = rows(dy, n);
        linear.backwardInput(r, n, k, floats("dy", dy, r, n), floats("w", w, n, k), floats("dx", dx, r, k));
    }

    @Override
    public void linearBackwardInputGelu(INDArray dy, INDArray w, INDArray pre, INDArray dpre) {
        int n = size(w, 0);
        int k = size(w, 1);
        int r = rows(dy, n);
        linear.backwardInputGelu(
                r,
                n,
                k,
                floats("dy", dy, r, n),
                floats("w", w, n, k),
                floats("pre", pre, r, k),
                floats("dpre", dpre, r, k));
    }

    @Override
    public void linearBackwardWeights(INDArray dy, INDArray x, INDArray dw, INDArray db) {
        int n = size(dw, 0);
        int k = size(dw, 1);
        int r = rows(dy, n);
        linear.backwardWeights(
                r, n, k, floats("dy", dy, r, n), floats("x", x, r, k), floats("dw", dw, n, k), floats("db", db, n, 1));
    }

    @Override
    public void layerNorm(INDArray x, INDArray gain, INDArray bias, double eps, INDArray y, INDArray stats) {
        int d = size(x, -1);
        int r = rows(x, d);
        norm.forward(
                r,
                d,
                floats("x", x, r, d),
                floats("gain", gain, d, 1),
                floats("bias", bias, d, 1),
                eps,
                floats("y", y, r, d),
                floats("stats", stats, r, 2));
    }

    @Override
    public void layerNormBackwardInput(INDArray dy, INDArray x, INDArray gain, INDArray stats, INDArray dx) {
        layerNormBackward(dy, x, gain, stats, Optional.empty(), dx);
    }

    @Override
    public void layerNormBackwardInputResidual(
            INDArray dy, INDArray x, INDArray gain, INDArray stats, INDArray residual, INDArray dx) {
        layerNormBackward(dy, x, gain, stats, Optional.of(residual), dx);
    }

    private void layerNormBackward(
            INDArray dy, INDArray x, INDArray gain, INDArray stats, Optional<INDArray> residual, INDArray dx) {
        int d = size(x, -1);
        int r = rows(x, d);
        norm.backwardInput(
                r,
                d,
                floats("dy", dy, r, d),
                floats("x", x, r, d),
                floats("gain", gain, d, 1),
                floats("stats", stats, r, 2),
                residual.map(array -> floats("residual", array, r, d)),
                floats("dx", dx, r, d));
    }

    @Override
    public void layerNormBackwardWeights(INDArray dy, INDArray x, INDArray stats, INDArray dgain, INDArray dbias) {
        int d = size(x, -1);
        int r = rows(x, d);
        norm.backwardWeights(
                r,
                d,
                floats("dy", dy, r, d),
                floats("x", x, r, d),
                floats("stats", stats, r, 2),
                floats("dgain", dgain, d, 1),
                floats("dbias", dbias, d, 1));
    }

    @Override
    public void attention(INDArray qkv, int heads, INDArray out, INDArray probs) {
        VectorAttention.Sizes s = sizes(qkv, heads);
        attention.forward(s, qkv(s, "qkv", qkv), output(s, "out", out), probs(s, probs));
    }

    @Override
    public void attention(INDArray qkv, int heads, INDArray out) {
        VectorAttention.Sizes s = sizes(qkv, heads);
        attention.forward(s, qkv(s, "qkv", qkv), output(s, "out", out));
    }

    @Override
    public void attentionBackward(INDArray dout, INDArray qkv, INDArray probs, int heads, INDArray dqkv) {
        VectorAttention.Sizes s = sizes(qkv, heads);
        attention.backward(s, output(s, "dout", dout), qkv(s, "qkv", qkv), probs(s, probs), qkv(s, "dqkv", dqkv));
    }

    @Override
    public void pool(INDArray x, INDArray u, INDArray probs, INDArray out) {
        VectorPool.Sizes s = new VectorPool.Sizes(size(x, 0), size(x, 1), size(u, 0), size(x, 2));
        pool.forward(
                s,
                floats("x", x, (long) s.images() * s.tokens(), s.width()),
                floats("u", u, s.queries(), s.width()),
                floats("probs", probs, (long) s.images() * s.queries(), s.tokens()),
                floats("out", out, (long) s.images() * s.queries(), s.width()));
    }

    @Override
    public void poolBackward(INDArray dout, INDArray x, INDArray probs, INDArray dscores) {
        VectorPool.Sizes s = new VectorPool.Sizes(size(x, 0), size(x, 1), size(probs, 1), size(x, 2));
        pool.backward(
                s,
                floats("dout", dout, (long) s.images() * s.queries(), s.width()),
                floats("x", x, (long) s.images() * s.tokens(), s.width()),
                floats("probs", probs, (long) s.images() * s.queries(), s.tokens()),
                floats("dscores", dscores, (long) s.images() * s.tokens(), s.queries()));
    }

    @Override
    public void poolBackwardValues(INDArray dout, INDArray probs, INDArray dx) {
        VectorPool.Sizes s = new VectorPool.Sizes(size(dx, 0), size(dx, 1), size(probs, 1), size(dx, 2));
        pool.backwardValues(
                s,
                floats("dout", dout, (long) s.images() * s.queries(), s.width()),
                floats("probs", probs, (long) s.images() * s.queries(), s.tokens()),
                floats("dx", dx, (long) s.images() * s.tokens(), s.width()));
    }

    @Override
    public void geluBackward(INDArray pre, INDArray d) {
        inPlace(pre, d, VectorRows::geluBackward);
    }

    @Override
    public void addScaled(double factor, INDArray x, INDArray y) {
        inPlace(x, y, (from, sum, count) -> VectorRows.addScaled((float) factor, from, sum, count));
    }

    @Override
    public void scale(double factor, INDArray x) {
        inPlace(x, x, (from, to, count) -> VectorRows.scale(to, 0, count, (float) factor));
    }

    @Override
    public double squares(INDArray x) {
        int length = Math.toIntExact(x.length());
        return update.squares(length, floats("x", x, length, 1));
    }

    @Override
    public void adam(INDArray g, INDArray m, INDArray v, double rate, double beta1, double beta2, double epsilon) {
        int length = Math.toIntExact(g.length());
        update.adam(
                length,
                floats("g", g, length, 1),
                floats("m", m, length, 1),
                floats("v", v, length, 1),
                VectorUpdate.Adam.of(rate, beta1, beta2, epsilon));
    }

    @Override
    public void normLinear(
            INDArray x,
            INDArray gain,
            INDArray bias,
            double eps,
            INDArray w,
            INDArray b,
            INDArray y,
            INDArray stats,
            INDArray room) {
        int d = size(w, 1);
        int n = size(w, 0);
        if (!fuses(d, n)) {
            Kernels.super.normLinear(x, gain, bias, eps, w, b, y, stats, room);
            return;
        }
        int r = rows(x, d);
        TileBlock.Norm norm = new TileBlock.Norm(
                floats("gain", gain, d, 1), floats("bias", bias, d, 1), eps, floats("stats", stats, r, 2));
        block.normLinear(
                r, d, n, floats("x", x, r, d), norm, floats("w", w, n, d), floats("b", b, n, 1), floats("y", y, r, n));
    }

    @Override
    public void normLinearBackward(
            INDArray dy,
            INDArray x,
            INDArray gain,
            INDArray stats,
            INDArray w,
            INDArray residual,
            INDArray dx,
            INDArray room) {
        int d = size(w, 1);
        int n = size(w, 0);
        if (!fuses(d, n)) {
            Kernels.super.normLinearBackward(dy, x, gain, stats, w, residual, dx, room);
            return;
        }
        int r = rows(x, d);
        Floats gains = floats("gain", gain, d, 1);
        block.normLinearBackward(
                r,
                d,
                n,
                floats("dy", dy, r, n),
                floats("x", x, r, d),
                new TileBlock.Norm(gains, gains, 0, floats("stats", stats, r, 2)),
                floats("w", w, n, d),
                floats("residual", residual, r, d),
                floats("dx", dx, r, d));
    }

    @Override
    public void feedForward(
            INDArray h,
            INDArray gain,
            INDArray bias,
            double eps,
            INDArray fc1,
            INDArray b1,
            INDArray fc2,
            INDArray b2,
            INDArray pre,
            INDArray y,
            INDArray stats,
            INDArray room,
            INDArray wide) {
        int d = size(fc1, 1);
        int m = size(fc1, 0);
        if (!fuses(d, m)) {
            Kernels.super.feedForward(h, gain, bias, eps, fc1, b1, fc2, b2, pre, y, stats, room, wide);
            return;
        }
        int r = rows(h, d);
        TileBlock.Norm norm = new TileBlock.Norm(
                floats("gain", gain, d, 1), floats("bias", bias, d, 1), eps, floats("stats", stats, r, 2));
        block.feedForward(
                r,
                d,
                m,
                floats("h", h, r, d),
                norm,
                floats("fc1", fc1, m, d),
                floats("b1", b1, m, 1),
                floats("fc2", fc2, d, m),
                floats("b2", b2, d, 1),
                floats("pre", pre, r, m),
                pre != wide,
                floats("y", y, r, d));
    }

    @Override
    public void feedForwardBackward(
            INDArray dy,
            INDArray h,
            INDArray gain,
            INDArray stats,
            INDArray fc1,
            INDArray fc2,
            INDArray pre,
            INDArray dh,
            INDArray room,
            INDArray wide) {
        int d = size(fc1, 1);
        int m = size(fc1, 0);
        if (!fuses(d, m)) {
            Kernels.super.feedForwardBackward(dy, h, gain, stats, fc1, fc2, pre, dh, room, wide);
            return;
        }
        int r = rows(h, d);
        Floats gains = floats("gain", gain, d, 1);
        block.feedForwardBackward(
                r,
                d,
                m,
                floats("dy", dy, r, d),
                floats("h", h, r, d),
                new TileBlock.Norm(gains, gains, 0, floats("stats", stats, r, 2)),
                floats("fc1", fc1, m, d),
                floats("fc2", fc2, d, m),
                floats("pre", pre, r, m),
                floats("dh", dh, r, d));
    }

    /** Whether products of these widths are ours, so that what surrounds them can be done with them. */
    private static boolean fuses(int d, int n) {
        return VectorTile.fits() && Panels.fit(d) && Panels.fit(n);
    }

    private interface BlockOperation {
        void on(float[] x, float[] y, int count);
    }

    /** y = operation(x, y), elementwise. */
    private void inPlace(INDArray x, INDArray y, BlockOperation operation) {
        int length = Math.toIntExact(y.length());
        Floats from = Floats.of("x", x, length);
        Floats to = Floats.of("y", y, length);
        int block = Split.block(1);
        Split parts = Split.ofPass(length, 1, team.threads());
        team.run(parts.parts(), part -> {
            Lane lane = Lane.current();
            int end = parts.first(part) + parts.count(part);
            for (int i = parts.first(part); i < end; i += block) {
                int count = Math.min(block, end - i);
                float[] result = lane.read(0, to, i, count);
                operation.on(lane.read(1, from, i, count), result, count);
                to.buffer.put(i, result, 0, count);
            }
        });
    }

    @Override
    public String description() {
        int bits = VectorMath.SPECIES.vectorBitSize();
        return "Vector API, " + bits + " bit, OpenBLAS, " + team.threads()
                + (team.threads() == 1 ? " thread" : " threads");
    }

    private static VectorAttention.Sizes sizes(INDArray qkv, int heads) {
        long width = qkv.rank() == 3 ? qkv.size(2) / 3 : 0;
        if (qkv.rank() != 3 || qkv.size(2) != 3 * width || width % heads != 0) {
            throw new IllegalArgumentException("qkv must be [B, T, 3 * D] with D divisible by " + heads + " heads, not "
                    + Arrays.toString(qkv.shape()));
        }
        return new VectorAttention.Sizes(size(qkv, 0), size(qkv, 1), heads, (int) (width / heads));
    }

    private static Floats qkv(VectorAttention.Sizes s, String name, INDArray a) {
        return floats(name, a, (long) s.images() * s.tokens(), 3L * s.width());
    }

    private static Floats output(VectorAttention.Sizes s, String name, INDArray a) {
        return floats(name, a, (long) s.images() * s.tokens(), s.width());
    }

    private static Floats probs(VectorAttention.Sizes s, INDArray a) {
        return floats("probs", a, (long) s.items() * s.tokens(), s.tokens());
    }

    private static Floats floats(String name, INDArray a, long rows, long columns) {
        return Floats.of(name, a, rows * columns);
    }

    private static int size(INDArray a, int dimension) {
        return Math.toIntExact(a.size(dimension));
    }

    private static int rows(INDArray a, int columns) {
        return Math.toIntExact(a.length() / columns);
    }
}
