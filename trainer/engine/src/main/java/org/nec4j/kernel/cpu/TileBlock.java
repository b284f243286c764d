package org.nec4j.kernel.cpu;

import java.util.Arrays;
import org.nec4j.kernel.BlockKernels;

/**
 * The parts of a transformer block that stay within a row, each in one pass over the rows: what lies between two products never
 * leaves the cache. For blocks that do not train, where nobody needs it later.
 */
final class TileBlock {
    /** Numbers of a row's widest stage that a thread has in its second cache. */
    private static final int CHUNK = 1 << 17;

    private static final int X = 0;
    private static final int WIDE = 1;
    private static final int Y = 2;
    private static final int GAIN = 3;
    private static final int BIAS = 4;
    private static final int STATS = 5;

    private final Team team;

    TileBlock(Team team) {
        this.team = team;
    }

    /** A part of a block for the rows first to first + count - 1, padded to whole tiles. */
    private interface Rows {
        void on(Lane lane, int first, int count, int padded);
    }

    private void forEachChunk(int rows, int width, Rows work) {
        Split chunks = TileProduct.chunks(rows, CHUNK / width, team.threads());
        team.run(chunks.parts(), part -> {
            int count = chunks.count(part);
            work.on(Lane.current(), chunks.first(part), count, TileProduct.padded(count));
        });
    }

    /** As {@link BlockKernels#normLinear}, for x [r, d], w [n, d]. */
    void normLinear(int r, int d, int n, Floats x, Norm norm, Floats w, Floats b, Floats y) {
        Panels panels = Panels.ofTransposed(team, w, n, d);
        forEachChunk(r, d + n, (lane, first, count, padded) -> {
            float[] normed = read(lane, X, x, first, count, padded, d);
            norm.apply(lane, normed, first, count, d);
            float[] product = lane.row(Y, padded * n);
            fillWithBias(b, product, count, n);
            TileProduct.add(normed, padded, panels, product);
            y.buffer.put(first * n, product, 0, count * n);
        });
    }

    /** As {@link BlockKernels#feedForward}, for h [r, d], fc1 [m, d], fc2 [d, m]. */
    void feedForward(
            int r,
            int d,
            int m,
            Floats h,
            Norm norm,
            Floats fc1,
            Floats b1,
            Floats fc2,
            Floats b2,
            Floats pre,
            boolean keep,
            Floats y) {
        Panels panels1 = Panels.ofTransposed(team, fc1, m, d);
        Panels panels2 = Panels.ofTransposed(team, Lane.MORE_PANELS, fc2, d, m);
        forEachChunk(r, m, (lane, first, count, padded) -> {
            float[] normed = read(lane, X, h, first, count, padded, d);
            float[] sum = lane.row(Y, padded * d);
            fillWithBias(b2, sum, count, d);
            VectorRows.add(normed, sum, count * d);
            norm.apply(lane, normed, first, count, d);
            float[] wide = lane.row(WIDE, padded * m);
            fillWithBias(b1, wide, count, m);
            TileProduct.add(normed, padded, panels1, wide);
            if (keep) {
                pre.buffer.put(first * m, wide, 0, count * m);
            }
            VectorRows.gelu(wide, count * m);
            TileProduct.add(wide, padded, panels2, sum);
            y.buffer.put(first * d, sum, 0, count * d);
        });
    }

    /** As {@link BlockKernels#feedForwardBackward}. */
    void feedForwardBackward(
            int r, int d, int m, Floats dy, Floats h, Norm norm, Floats fc1, Floats fc2, Floats pre, Floats dh) {
        Panels panels2 = Panels.of(team, fc2, d, m);
        Panels panels1 = Panels.of(team, Lane.MORE_PANELS, fc1, m, d);
        forEachChunk(r, m, (lane, first, count, padded) -> {
            float[] sum = read(lane, X, dy, first, count, padded, d);
            float[] wide = lane.row(WIDE, padded * m);
            Arrays.fill(wide, 0, padded * m, 0);
            TileProduct.add(sum, padded, panels2, wide);
            VectorRows.geluBackward(lane.read(Y, pre, first * m, count * m), wide, count * m);
            float[] dnormed = lane.row(Y, padded * d);
            Arrays.fill(dnormed, 0, padded * d, 0);
            TileProduct.add(wide, padded, panels1, dnormed);
            norm.addGradient(lane, dnormed, lane.read(WIDE, h, first * d, count * d), sum, first, count, d);
            dh.buffer.put(first * d, sum, 0, count * d);
        });
    }

    /** As {@link BlockKernels#normLinearBackward}, for dy [r, n], w [n, d], x [r, d]. */
    void normLinearBackward(int r, int d, int n, Floats dy, Floats x, Norm norm, Floats w, Floats residual, Floats dx) {
        Panels panels = Panels.of(team, w, n, d);
        forEachChunk(r, d + n, (lane, first, count, padded) -> {
            float[] above = read(lane, X, dy, first, count, padded, n);
            float[] dnormed = lane.row(Y, padded * d);
            Arrays.fill(dnormed, 0, padded * d, 0);
            TileProduct.add(above, padded, panels, dnormed);
            float[] sum = lane.read(X, residual, first * d, count * d);
            norm.addGradient(lane, dnormed, lane.read(WIDE, x, first * d, count * d), sum, first, count, d);
            dx.buffer.put(first * d, sum, 0, count * d);
        });
    }

    /** A layer norm before a product: gain and bias [d], stats [r, 2]; the backward passes read no bias. */
    record Norm(Floats gain, Floats bias, double eps, Floats stats) {
        private void apply(Lane lane, float[] x, int first, int count, int d) {
            float[] gains = lane.read(GAIN, gain, 0, d);
            float[] biases = lane.read(BIAS, bias, 0, d);
            float[] stat = lane.row(STATS, 2 * count);
            for (int i = 0; i < count; i++) {
                VectorRows.layerNorm(x, i * d, d, gains, biases, eps, stat, 2 * i, lane.fold);
            }
            stats.buffer.put(2 * first, stat, 0, 2 * count);
        }

        private void addGradient(Lane lane, float[] dnormed, float[] x, float[] sum, int first, int count, int d) {
            float[] gains = lane.read(GAIN, gain, 0, d);
            float[] stat = lane.read(STATS, stats, 2 * first, 2 * count);
            for (int i = 0; i < count; i++) {
                VectorRows.layerNormBackward(dnormed, x, sum, i * d, d, gains, stat[2 * i], stat[2 * i + 1], lane.fold);
            }
        }
    }

    private static float[] read(Lane lane, int array, Floats x, int first, int count, int padded, int width) {
        float[] rows = lane.row(array, padded * width);
        x.buffer.get(first * width, rows, 0, count * width);
        Arrays.fill(rows, count * width, padded * width, 0);
        return rows;
    }

    private static void fillWithBias(Floats b, float[] c, int count, int n) {
        b.buffer.get(0, c, 0, n);
        for (int i = 1; i < count; i++) {
            System.arraycopy(c, 0, c, i * n, n);
        }
    }
}
