package org.nec4j.kernel.cpu;

import java.util.Arrays;

/**
 * As {@link VectorLinear}, with products of our own where a matrix is a whole number of panels wide: the right side is put in
 * order once for all threads, rows are multiplied a few dozen at a time, and what precedes and follows a product happens while they
 * are in the cache. A row's bits depend on nothing but the row.
 */
final class TileLinear extends VectorLinear {
    /** Numbers of both sides that a thread has in its second cache. */
    private static final int CHUNK = 1 << 16;
    /** Rows of a weight gradient that a thread takes at once. */
    private static final int SUMMED = 48;

    private static final int A = 0;
    private static final int C = 1;
    private static final int OTHER = 2;
    private static final int SUM = 3;

    private final Team team;

    TileLinear(Team team) {
        super(team);
        this.team = team;
    }

    private interface Rows {
        /** Something with rows first to first + count - 1, which c holds. */
        void on(Lane lane, float[] c, int first, int count);
    }

    @Override
    void forward(int r, int n, int k, Floats x, Floats w, Floats b, Floats y) {
        if (!Panels.fit(n)) {
            super.forward(r, n, k, x, w, b, y);
            return;
        }
        multiply(r, n, k, x, Panels.ofTransposed(team, w, n, k), (lane, c, first, count) -> {
            addBias(lane, b, c, count, n);
            y.buffer.put(first * n, c, 0, count * n);
        });
    }

    @Override
    void forwardResidual(int r, int n, int k, Floats x, Floats w, Floats b, Floats residual, Floats y) {
        if (!Panels.fit(n)) {
            super.forwardResidual(r, n, k, x, w, b, residual, y);
            return;
        }
        multiply(r, n, k, x, Panels.ofTransposed(team, w, n, k), (lane, c, first, count) -> {
            addBias(lane, b, c, count, n);
            VectorRows.add(lane.read(OTHER, residual, first * n, count * n), c, count * n);
            y.buffer.put(first * n, c, 0, count * n);
        });
    }

    @Override
    void forwardGelu(int r, int n, int k, Floats x, Floats w, Floats b, Floats pre, Floats post) {
        if (!Panels.fit(n)) {
            super.forwardGelu(r, n, k, x, w, b, pre, post);
            return;
        }
        multiply(r, n, k, x, Panels.ofTransposed(team, w, n, k), (lane, c, first, count) -> {
            addBias(lane, b, c, count, n);
            if (pre.address != post.address) {
                pre.buffer.put(first * n, c, 0, count * n);
            }
            VectorRows.gelu(c, count * n);
            post.buffer.put(first * n, c, 0, count * n);
        });
    }

    @Override
    void backwardInput(int r, int n, int k, Floats dy, Floats w, Floats dx) {
        if (!Panels.fit(k)) {
            super.backwardInput(r, n, k, dy, w, dx);
            return;
        }
        multiply(
                r,
                k,
                n,
                dy,
                Panels.of(team, w, n, k),
                (lane, c, first, count) -> dx.buffer.put(first * k, c, 0, count * k));
    }

    @Override
    void backwardInputGelu(int r, int n, int k, Floats dy, Floats w, Floats pre, Floats dpre) {
        if (!Panels.fit(k)) {
            super.backwardInputGelu(r, n, k, dy, w, pre, dpre);
            return;
        }
        multiply(r, k, n, dy, Panels.of(team, w, n, k), (lane, c, first, count) -> {
            VectorRows.geluBackward(lane.read(OTHER, pre, first * k, count * k), c, count * k);
            dpre.buffer.put(first * k, c, 0, count * k);
        });
    }

    @Override
    void backwardWeights(int r, int n, int k, Floats dy, Floats x, Floats dw, Floats db) {
        if (!Panels.fit(k)) {
            super.backwardWeights(r, n, k, dy, x, dw, db);
            return;
        }
        Panels b = Panels.of(team, x, r, k);
        RowParts chunks = TileProduct.chunks(n, SUMMED, team.threads());
        team.run(chunks.parts(), part -> {
            Lane lane = Lane.current();
            int first = chunks.first(part);
            int count = chunks.count(part);
            int padded = TileProduct.padded(count);
            float[] a =
                    lane.row(A, r * padded); // [R, padded]; what stands between the rows reaches no row that is taken
            float[] c = lane.row(C, padded * k);
            for (int i = 0; i < r; i++) {
                dy.buffer.get(i * n + first, a, i * padded, count);
            }
            sumRows(lane, a, r, padded, count);
            db.buffer.put(first, lane.row(OTHER, count), 0, count);
            Arrays.fill(c, 0, padded * k, 0);
            TileProduct.addTransposed(a, padded, b, c);
            dw.buffer.put(first * k, c, 0, count * k);
        });
    }

    /** Leaves the sums of a's rows in the lane, first 64 rows at a time and then the sums of these, so that rounding stays small. */
    private static void sumRows(Lane lane, float[] a, int r, int pitch, int count) {
        float[] total = lane.row(OTHER, count);
        float[] sum = lane.row(SUM, count);
        Arrays.fill(total, 0, count, 0);
        for (int from = 0; from < r; from += 64) {
            Arrays.fill(sum, 0, count, 0);
            for (int i = from; i < Math.min(r, from + 64); i++) {
                VectorRows.add(a, i * pitch, sum, count);
            }
            VectorRows.add(sum, total, count);
        }
    }

    /** Adds it last, as residuals: a sum that began with a large one would round each of its small addends to the large one's last place. */
    private static void addBias(Lane lane, Floats b, float[] c, int count, int n) {
        float[] bias = lane.read(SUM, b, 0, n);
        for (int i = 0; i < count; i++) {
            int at = i * n;
            for (int j = 0; j < n; j++) {
                c[at + j] += bias[j];
            }
        }
    }

    /** For rows of x [r, k]: end takes c = x b; b [k, n]. */
    private void multiply(int r, int n, int k, Floats x, Panels b, Rows end) {
        RowParts chunks = TileProduct.chunks(r, CHUNK / (n + k), team.threads());
        team.run(chunks.parts(), part -> {
            Lane lane = Lane.current();
            int first = chunks.first(part);
            int count = chunks.count(part);
            int padded = TileProduct.padded(count);
            float[] a = lane.row(A, padded * k);
            float[] c = lane.row(C, padded * n);
            x.buffer.get(first * k, a, 0, count * k);
            Arrays.fill(a, count * k, padded * k, 0);
            Arrays.fill(c, 0, count * n, 0);
            TileProduct.add(a, padded, b, c);
            end.on(lane, c, first, count);
        });
    }
}
