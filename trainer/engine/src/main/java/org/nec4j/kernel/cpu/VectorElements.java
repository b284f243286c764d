package org.nec4j.kernel.cpu;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.ElementKernels;
import org.nec4j.kernel.GeluForm;

/** Passes over elements, a few thousand at a time in a thread's cache. */
final class VectorElements implements ElementKernels {
    private final Team team;

    VectorElements(Team team) {
        this.team = team;
    }

    @Override
    public void copy(INDArray x, INDArray y) {
        int length = Math.toIntExact(y.length());
        Floats from = Floats.of("x", x, length);
        Floats to = Floats.of("y", y, length);
        RowParts parts = RowParts.ofPass(length, 1, team.threads());
        team.run(
                parts.parts(),
                part -> to.buffer.put(parts.first(part), from.buffer, parts.first(part), parts.count(part)));
    }

    @Override
    public void fill(double value, INDArray x) {
        inPlace(x, x, (from, to, count) -> Arrays.fill(to, 0, count, (float) value));
    }

    @Override
    public void gelu(GeluForm form, INDArray pre, INDArray post) {
        inPlace(pre, post, (x, y, count) -> {
            System.arraycopy(x, 0, y, 0, count);
            if (form == GeluForm.ERF) {
                VectorRows.gelu(y, count);
            } else {
                VectorRows.sigmoidGelu(y, count, (float) form.linear(), (float) form.cubic());
            }
        });
    }

    @Override
    public void geluBackward(GeluForm form, INDArray pre, INDArray d) {
        if (form == GeluForm.ERF) {
            inPlace(pre, d, VectorRows::geluBackward);
        } else {
            inPlace(
                    pre,
                    d,
                    (x, dy, count) ->
                            VectorRows.sigmoidGeluBackward(x, dy, count, (float) form.linear(), (float) form.cubic()));
        }
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
    public void divide(double divisor, INDArray x) {
        inPlace(x, x, (from, to, count) -> {
            for (int i = 0; i < count; i++) {
                to[i] /= (float) divisor;
            }
        });
    }

    @Override
    public void follow(double share, double scale, INDArray x, INDArray y) {
        float kept = (float) (1 - share);
        float taken = (float) (share * scale);
        inPlace(x, y, (from, to, count) -> {
            for (int i = 0; i < count; i++) {
                to[i] = to[i] * kept + from[i] * taken;
            }
        });
    }

    @Override
    public void magnitudes(INDArray x, INDArray out) {
        inPlace(x, out, (from, to, count) -> {
            for (int i = 0; i < count; i++) {
                to[i] = Math.abs(from[i]);
            }
        });
    }

    @Override
    public void rectify(INDArray x) {
        inPlace(x, x, (from, to, count) -> {
            for (int i = 0; i < count; i++) {
                to[i] = from[i] < 0 ? 0 : from[i];
            }
        });
    }

    @Override
    public void timesSign(INDArray x, INDArray dx) {
        inPlace(x, dx, (from, to, count) -> {
            for (int i = 0; i < count; i++) {
                to[i] *= Math.signum(from[i]);
            }
        });
    }

    @Override
    public void roundAround(INDArray centres, INDArray y) {
        int c = Math.toIntExact(centres.length());
        int rows = Math.toIntExact(y.length() / c);
        Floats around = Floats.of("centres", centres, c);
        Floats to = Floats.of("y", y, rows, c);
        RowParts parts = RowParts.ofPass(rows, c, team.threads());
        team.run(parts.parts(), part -> {
            float[] centre = new float[c];
            float[] row = new float[c];
            around.buffer.get(0, centre);
            for (int r = parts.first(part); r < parts.first(part) + parts.count(part); r++) {
                to.buffer.get(r * c, row);
                for (int i = 0; i < c; i++) {
                    row[i] = (float) Math.rint(row[i] - centre[i]) + centre[i];
                }
                to.buffer.put(r * c, row);
            }
        });
    }

    private interface BlockOperation {
        void on(float[] x, float[] y, int count);
    }

    /** y = operation(x, y), elementwise. */
    private void inPlace(INDArray x, INDArray y, BlockOperation operation) {
        int length = Math.toIntExact(y.length());
        Floats from = Floats.of("x", x, length);
        Floats to = Floats.of("y", y, length);
        int block = RowParts.block(1);
        RowParts parts = RowParts.ofPass(length, 1, team.threads());
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
}
