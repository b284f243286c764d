package org.nec4j.kernel.cpu;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.BlockKernels;

/** Parts of blocks in one pass over their rows where products are ours, one kernel after another elsewhere. */
final class VectorBlocks implements BlockKernels {
    private final TileBlock block;
    private final BlockKernels composed;

    VectorBlocks(Team team, BlockKernels composed) {
        block = new TileBlock(team);
        this.composed = composed;
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
        int d = Floats.size(w, 1);
        int n = Floats.size(w, 0);
        if (!fuses(d, n)) {
            composed.normLinear(x, gain, bias, eps, w, b, y, stats, room);
            return;
        }
        int r = Floats.rows(x, d);
        TileBlock.Norm norm = new TileBlock.Norm(
                Floats.of("gain", gain, d, 1), Floats.of("bias", bias, d, 1), eps, Floats.of("stats", stats, r, 2));
        block.normLinear(
                r,
                d,
                n,
                Floats.of("x", x, r, d),
                norm,
                Floats.of("w", w, n, d),
                Floats.of("b", b, n, 1),
                Floats.of("y", y, r, n));
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
        int d = Floats.size(w, 1);
        int n = Floats.size(w, 0);
        if (!fuses(d, n)) {
            composed.normLinearBackward(dy, x, gain, stats, w, residual, dx, room);
            return;
        }
        int r = Floats.rows(x, d);
        Floats gains = Floats.of("gain", gain, d, 1);
        block.normLinearBackward(
                r,
                d,
                n,
                Floats.of("dy", dy, r, n),
                Floats.of("x", x, r, d),
                new TileBlock.Norm(gains, gains, 0, Floats.of("stats", stats, r, 2)),
                Floats.of("w", w, n, d),
                Floats.of("residual", residual, r, d),
                Floats.of("dx", dx, r, d));
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
        int d = Floats.size(fc1, 1);
        int m = Floats.size(fc1, 0);
        if (!fuses(d, m)) {
            composed.feedForward(h, gain, bias, eps, fc1, b1, fc2, b2, pre, y, stats, room, wide);
            return;
        }
        int r = Floats.rows(h, d);
        TileBlock.Norm norm = new TileBlock.Norm(
                Floats.of("gain", gain, d, 1), Floats.of("bias", bias, d, 1), eps, Floats.of("stats", stats, r, 2));
        block.feedForward(
                r,
                d,
                m,
                Floats.of("h", h, r, d),
                norm,
                Floats.of("fc1", fc1, m, d),
                Floats.of("b1", b1, m, 1),
                Floats.of("fc2", fc2, d, m),
                Floats.of("b2", b2, d, 1),
                Floats.of("pre", pre, r, m),
                pre != wide,
                Floats.of("y", y, r, d));
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
        int d = Floats.size(fc1, 1);
        int m = Floats.size(fc1, 0);
        if (!fuses(d, m)) {
            composed.feedForwardBackward(dy, h, gain, stats, fc1, fc2, pre, dh, room, wide);
            return;
        }
        int r = Floats.rows(h, d);
        Floats gains = Floats.of("gain", gain, d, 1);
        block.feedForwardBackward(
                r,
                d,
                m,
                Floats.of("dy", dy, r, d),
                Floats.of("h", h, r, d),
                new TileBlock.Norm(gains, gains, 0, Floats.of("stats", stats, r, 2)),
                Floats.of("fc1", fc1, m, d),
                Floats.of("fc2", fc2, d, m),
                Floats.of("pre", pre, r, m),
                Floats.of("dh", dh, r, d));
    }

    /** Whether products of these widths are ours, so that what surrounds them can be done with them. */
    private static boolean fuses(int d, int n) {
        return VectorTile.fits() && Panels.fit(d) && Panels.fit(n);
    }
}
