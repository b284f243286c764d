package org.nec4j.kernel.portable;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.indexing.conditions.Conditions;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nec4j.kernel.MapKernels;

/** Maps by shifted views; batch norm of ND4J operations. */
final class PortableMaps implements MapKernels {
    @Override
    public void neighbourhoods(INDArray x, int rows, INDArray columns) {
        INDArray map = map(x, rows);
        INDArray wide = map(columns, rows);
        wide.assign(0);
        forEachTap(map, wide, (inside, column) -> column.assign(inside));
    }

    @Override
    public void sumNeighbourhoods(INDArray columns, int rows, INDArray x) {
        INDArray map = map(x, rows);
        map.assign(0);
        forEachTap(map, map(columns, rows), INDArray::addi);
    }

    private interface Tap {
        void of(INDArray inside, INDArray column);
    }

    /** For each tap the part of the map that it sees, [B, .., .., C], and where that stands among the columns. */
    private static void forEachTap(INDArray map, INDArray columns, Tap work) {
        long height = map.size(1);
        long width = map.size(2);
        long c = map.size(3);
        for (int tap = 0; tap < TAPS; tap++) {
            int dy = tap / 3 - 1;
            int dx = tap % 3 - 1;
            if (height == 1 && dy != 0 || width == 1 && dx != 0) {
                continue;
            }
            INDArrayIndex channels = NDArrayIndex.interval(tap * c, (tap + 1) * c);
            work.of(
                    map.get(NDArrayIndex.all(), seen(height, dy), seen(width, dx), NDArrayIndex.all()),
                    columns.get(NDArrayIndex.all(), seen(height, -dy), seen(width, -dx), channels));
        }
    }

    /** Along one axis, what lies at pixel + shift for the pixels where that is inside. */
    private static INDArrayIndex seen(long side, int shift) {
        return NDArrayIndex.interval(Math.max(0, shift), side + Math.min(0, shift));
    }

    private static INDArray map(INDArray a, int rows) {
        return a.reshape('c', true, a.size(0), rows, a.size(1) / rows, a.size(2));
    }

    @Override
    public void statistics(INDArray x, INDArray mean, INDArray variance) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            INDArray rows = Nd.rows(x, x.size(-1)).castTo(DataType.DOUBLE); // [R, C]
            INDArray means = rows.mean(0); // [C]
            INDArray centred = rows.subRowVector(means);
            variance.assign(centred.mul(centred).mean(0).castTo(x.dataType()));
            mean.assign(means.castTo(x.dataType()));
        }
    }

    @Override
    public void norm(INDArray x, Norm norm, INDArray y) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            INDArray rows = affine(x, norm, norm.gain().mul(rstd(norm))); // [R, C]
            if (norm.relu()) {
                BooleanIndexing.replaceWhere(rows, 0, Conditions.lessThan(0)); // keeps what is no number
            }
            y.assign(rows.reshape('c', y.shape()));
        }
    }

    @Override
    public void normBackward(INDArray dy, INDArray x, Norm norm, INDArray dgain, INDArray dbias, INDArray dx) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            long c = norm.gain().length();
            INDArray rstd = rstd(norm); // [C]
            INDArray scale = norm.gain().mul(rstd); // [C]
            INDArray d = Nd.rows(dy, c).dup('c'); // [R, C]
            if (norm.relu()) {
                d.muli(affine(x, norm, scale).gt(0).castTo(d.dataType()));
            }
            INDArray normalized = Nd.rows(x, c).subRowVector(norm.mean()).muliRowVector(rstd); // [R, C]
            INDArray sum = d.sum(0); // [C]
            INDArray moment = d.mul(normalized).sum(0); // [C]
            dbias.assign(sum);
            dgain.assign(moment);
            double rows = d.size(0);
            d.subiRowVector(sum.div(rows)).subi(normalized.muliRowVector(moment.div(rows)));
            dx.assign(d.muliRowVector(scale).reshape('c', dx.shape()));
        }
    }

    private static INDArray rstd(Norm norm) {
        return Transforms.pow(norm.variance().add(norm.eps()), -0.5, false);
    }

    private static INDArray affine(INDArray x, Norm norm, INDArray scale) {
        INDArray shift = norm.bias().sub(norm.mean().mul(scale)); // [C]
        return Nd.rows(x, scale.length()).mulRowVector(scale).addiRowVector(shift);
    }

    @Override
    public void scaleChannels(INDArray x, float[][] factors, INDArray y) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            INDArray factor = Nd4j.createFromArray(factors)
                    .castTo(x.dataType())
                    .reshape('c', factors.length, 1, factors[0].length); // [B, 1, C]
            y.assign(x.mul(factor.broadcast(x.shape())));
        }
    }
}
