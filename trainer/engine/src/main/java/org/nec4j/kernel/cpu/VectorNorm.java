package org.nec4j.kernel.cpu;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.LayerNormKernels;

/** Layer norm over the last dimension, a few rows at a time in the cache. */
final class VectorNorm implements LayerNormKernels {
    private final Team team;

    VectorNorm(Team team) {
        this.team = team;
    }

    @Override
    public void forward(INDArray x, INDArray gain, INDArray bias, double eps, INDArray y, INDArray stats) {
        int d = Floats.size(x, -1);
        int r = Floats.rows(x, d);
        forward(
                r,
                d,
                Floats.of("x", x, r, d),
                Floats.of("gain", gain, d, 1),
                Floats.of("bias", bias, d, 1),
                eps,
                Floats.of("y", y, r, d),
                Floats.of("stats", stats, r, 2));
    }

    @Override
    public void backwardInput(INDArray dy, INDArray x, INDArray gain, INDArray stats, INDArray dx) {
        backward(dy, x, gain, stats, Optional.empty(), dx);
    }

    @Override
    public void backwardInputResidual(
            INDArray dy, INDArray x, INDArray gain, INDArray stats, INDArray residual, INDArray dx) {
        backward(dy, x, gain, stats, Optional.of(residual), dx);
    }

    @Override
    public void backwardWeights(INDArray dy, INDArray x, INDArray stats, INDArray dgain, INDArray dbias) {
        int d = Floats.size(x, -1);
        int r = Floats.rows(x, d);
        backwardWeights(
                r,
                d,
                Floats.of("dy", dy, r, d),
                Floats.of("x", x, r, d),
                Floats.of("stats", stats, r, 2),
                Floats.of("dgain", dgain, d, 1),
                Floats.of("dbias", dbias, d, 1));
    }

    private void backward(
            INDArray dy, INDArray x, INDArray gain, INDArray stats, Optional<INDArray> residual, INDArray dx) {
        int d = Floats.size(x, -1);
        int r = Floats.rows(x, d);
        backwardInput(
                r,
                d,
                Floats.of("dy", dy, r, d),
                Floats.of("x", x, r, d),
                Floats.of("gain", gain, d, 1),
                Floats.of("stats", stats, r, 2),
                residual.map(array -> Floats.of("residual", array, r, d)),
                Floats.of("dx", dx, r, d));
    }

    /** y [r, d] = layer norm of x [r, d]; stats [r, 2]. */
    void forward(int r, int d, Floats x, Floats gain, Floats bias, double eps, Floats y, Floats stats) {
        RowParts rows = RowParts.ofPass(r, d, team.threads());
        int block = RowParts.block(d);
        team.run(rows.parts(), part -> {
            Lane lane = Lane.current();
            float[] g = lane.read(1, gain, 0, d);
            float[] b = lane.read(2, bias, 0, d);
            float[] stat = lane.row(3, 2 * block);
            int end = rows.first(part) + rows.count(part);
            for (int i = rows.first(part); i < end; i += block) {
                int count = Math.min(block, end - i);
                float[] values = lane.read(0, x, i * d, count * d);
                for (int j = 0; j < count; j++) {
                    VectorRows.layerNorm(values, j * d, d, g, b, eps, stat, 2 * j, lane.fold);
                }
                y.buffer.put(i * d, values, 0, count * d);
                stats.buffer.put(2 * i, stat, 0, 2 * count);
            }
        });
    }

    /** dx [r, d] = the gradient with respect to x, and the residual where there is one. */
    void backwardInput(
            int r, int d, Floats dy, Floats x, Floats gain, Floats stats, Optional<Floats> residual, Floats dx) {
        RowParts rows = RowParts.ofPass(r, d, team.threads());
        int block = RowParts.block(d);
        team.run(rows.parts(), part -> {
            Lane lane = Lane.current();
            float[] g = lane.read(3, gain, 0, d);
            int end = rows.first(part) + rows.count(part);
            for (int i = rows.first(part); i < end; i += block) {
                int count = Math.min(block, end - i);
                float[] values = lane.read(0, x, i * d, count * d);
                float[] dys = lane.read(1, dy, i * d, count * d);
                float[] dxs = lane.row(2, count * d);
                if (residual.isPresent()) {
                    residual.get().buffer.get(i * d, dxs, 0, count * d);
                } else {
                    Arrays.fill(dxs, 0, count * d, 0);
                }
                float[] stat = lane.read(4, stats, 2 * i, 2 * count);
                for (int j = 0; j < count; j++) {
                    VectorRows.layerNormBackward(
                            dys, values, dxs, j * d, d, g, stat[2 * j], stat[2 * j + 1], lane.fold);
                }
                dx.buffer.put(i * d, dxs, 0, count * d);
            }
        });
    }

    /** dgain and dbias [d], summed part by part and then over the parts in their order. */
    void backwardWeights(int r, int d, Floats dy, Floats x, Floats stats, Floats dgain, Floats dbias) {
        RowParts rows = RowParts.ofSum(r);
        int block = RowParts.block(d);
        int parts = rows.parts();
        float[] sums = Lane.current().row(5, 2 * parts * d); // [parts, 2, D]
        team.run(parts, part -> {
            Lane lane = Lane.current();
            float[] dg = lane.row(2, d);
            float[] db = lane.row(3, d);
            Arrays.fill(dg, 0);
            Arrays.fill(db, 0);
            int end = rows.first(part) + rows.count(part);
            for (int i = rows.first(part); i < end; i += block) {
                int count = Math.min(block, end - i);
                float[] values = lane.read(0, x, i * d, count * d);
                float[] dys = lane.read(1, dy, i * d, count * d);
                float[] stat = lane.read(4, stats, 2 * i, 2 * count);
                for (int j = 0; j < count; j++) {
                    VectorRows.layerNormWeights(dys, values, j * d, d, stat[2 * j], stat[2 * j + 1], dg, db);
                }
            }
            System.arraycopy(dg, 0, sums, 2 * part * d, d);
            System.arraycopy(db, 0, sums, (2 * part + 1) * d, d);
        });
        for (int part = 1; part < parts; part++) {
            for (int i = 0; i < 2 * d; i++) {
                sums[i] += sums[2 * part * d + i];
            }
        }
        dgain.buffer.put(0, sums, 0, d);
        dbias.buffer.put(0, sums, d, d);
    }
}
