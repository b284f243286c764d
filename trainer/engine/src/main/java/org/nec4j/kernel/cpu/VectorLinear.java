package org.nec4j.kernel.cpu;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.LinearKernels;

/** Products with a weight matrix, with what comes before and after them done on the rows that a thread has in its cache. */
class VectorLinear implements LinearKernels {
    private static final int BLOCK = 4096;
    private static final int LEAST_COLUMNS = 96;

    private final Team team;

    VectorLinear(Team team) {
        this.team = team;
    }

    @Override
    public void forward(INDArray x, INDArray w, INDArray b, INDArray y) {
        int n = Floats.size(w, 0);
        int k = Floats.size(w, 1);
        int r = Floats.rows(x, k);
        forward(
                r,
                n,
                k,
                Floats.of("x", x, r, k),
                Floats.of("w", w, n, k),
                Floats.of("b", b, n, 1),
                Floats.of("y", y, r, n));
    }

    @Override
    public void forwardResidual(INDArray x, INDArray w, INDArray b, INDArray residual, INDArray y) {
        int n = Floats.size(w, 0);
        int k = Floats.size(w, 1);
        int r = Floats.rows(x, k);
        forwardResidual(
                r,
                n,
                k,
                Floats.of("x", x, r, k),
                Floats.of("w", w, n, k),
                Floats.of("b", b, n, 1),
                Floats.of("residual", residual, r, n),
                Floats.of("y", y, r, n));
    }

    @Override
    public void forwardGelu(INDArray x, INDArray w, INDArray b, INDArray pre, INDArray post) {
        int n = Floats.size(w, 0);
        int k = Floats.size(w, 1);
        int r = Floats.rows(x, k);
        forwardGelu(
                r,
                n,
                k,
                Floats.of("x", x, r, k),
                Floats.of("w", w, n, k),
                Floats.of("b", b, n, 1),
                Floats.of("pre", pre, r, n),
                Floats.of("post", post, r, n));
    }

    @Override
    public void backwardInput(INDArray dy, INDArray w, INDArray dx) {
        int n = Floats.size(w, 0);
        int k = Floats.size(w, 1);
        int r = Floats.rows(dy, n);
        backwardInput(r, n, k, Floats.of("dy", dy, r, n), Floats.of("w", w, n, k), Floats.of("dx", dx, r, k));
    }

    @Override
    public void backwardInputGelu(INDArray dy, INDArray w, INDArray pre, INDArray dpre) {
        int n = Floats.size(w, 0);
        int k = Floats.size(w, 1);
        int r = Floats.rows(dy, n);
        backwardInputGelu(
                r,
                n,
                k,
                Floats.of("dy", dy, r, n),
                Floats.of("w", w, n, k),
                Floats.of("pre", pre, r, k),
                Floats.of("dpre", dpre, r, k));
    }

    @Override
    public void backwardWeights(INDArray dy, INDArray x, INDArray dw, INDArray db) {
        int n = Floats.size(dw, 0);
        int k = Floats.size(dw, 1);
        int r = Floats.rows(dy, n);
        backwardWeights(
                r,
                n,
                k,
                Floats.of("dy", dy, r, n),
                Floats.of("x", x, r, k),
                Floats.of("dw", dw, n, k),
                Floats.of("db", db, n, 1));
    }

    /** A product with a right side that is given, for some rows of the left one, on the calling thread. */
    interface Product {
        /** From rows at an address, without gaps, into rows at another. */
        void of(Lane lane, int rows, long a, long c);
    }

    /** c += a wᵀ, for a [rows, k], w [n, k], c [rows, n]. */
    Product adding(Floats w, int n, int k) {
        return (lane, rows, a, c) -> Gemm.abt(lane, rows, n, k, a, k, w.address, k, 1, c, n);
    }

    /** c = a w, for a [rows, n], w [n, k], c [rows, k]. */
    Product overwriting(Floats w, int n, int k) {
        return (lane, rows, a, c) -> Gemm.ab(lane, rows, k, n, a, n, w.address, k, c, k);
    }

    /** How the rows of a product are cut into parts, for so many multiplications a row. */
    RowParts rows(int r, long rowWork) {
        return RowParts.ofProduct(r, rowWork, team.threads());
    }

    /** y = x wᵀ + b, for x [r, k], w [n, k], b [n], y [r, n]. */
    void forward(int r, int n, int k, Floats x, Floats w, Floats b, Floats y) {
        RowParts rows = rows(r, (long) n * k);
        Product product = adding(w, n, k);
        team.run(rows.parts(), part -> {
            Lane lane = Lane.current();
            int first = rows.first(part);
            fillWithBias(lane, b, y.buffer, first, rows.count(part), n);
            product.of(lane, rows.count(part), x.at((long) first * k), y.at((long) first * n));
        });
    }

    /** y = residual + x wᵀ + b. */
    void forwardResidual(int r, int n, int k, Floats x, Floats w, Floats b, Floats residual, Floats y) {
        RowParts rows = rows(r, (long) n * k);
        Product product = adding(w, n, k);
        team.run(rows.parts(), part -> {
            Lane lane = Lane.current();
            float[] bias = lane.row(0, n);
            float[] row = lane.row(1, n);
            int first = rows.first(part);
            b.buffer.get(0, bias, 0, n);
            for (int i = first; i < first + rows.count(part); i++) {
                residual.buffer.get(i * n, row, 0, n);
                VectorRows.add(bias, row, n);
                y.buffer.put(i * n, row, 0, n);
            }
            product.of(lane, rows.count(part), x.at((long) first * k), y.at((long) first * n));
        });
    }

    /** pre = x wᵀ + b and post = gelu(pre). */
    void forwardGelu(int r, int n, int k, Floats x, Floats w, Floats b, Floats pre, Floats post) {
        RowParts rows = rows(r, (long) n * k);
        Product product = adding(w, n, k);
        team.run(rows.parts(), part -> {
            Lane lane = Lane.current();
            int first = rows.first(part);
            fillWithBias(lane, b, pre.buffer, first, rows.count(part), n);
            product.of(lane, rows.count(part), x.at((long) first * k), pre.at((long) first * n));
            float[] block = lane.row(0, BLOCK);
            int end = (first + rows.count(part)) * n;
            for (int i = first * n; i < end; i += BLOCK) {
                int count = Math.min(BLOCK, end - i);
                pre.buffer.get(i, block, 0, count);
                VectorRows.gelu(block, count);
                post.buffer.put(i, block, 0, count);
            }
        });
    }

    /** dx = dy w, for dy [r, n], w [n, k], dx [r, k]. */
    void backwardInput(int r, int n, int k, Floats dy, Floats w, Floats dx) {
        RowParts rows = rows(r, (long) n * k);
        Product product = overwriting(w, n, k);
        team.run(rows.parts(), part -> {
            long first = rows.first(part);
            product.of(Lane.current(), rows.count(part), dy.at(first * n), dx.at(first * k));
        });
    }

    /** dpre = (dy w) * gelu'(pre). */
    void backwardInputGelu(int r, int n, int k, Floats dy, Floats w, Floats pre, Floats dpre) {
        RowParts rows = rows(r, (long) n * k);
        Product product = overwriting(w, n, k);
        team.run(rows.parts(), part -> {
            Lane lane = Lane.current();
            int first = rows.first(part) * k;
            int length = rows.count(part) * k;
            boolean inPlace = pre.address == dpre.address;
            long at = inPlace ? lane.scratch(length) : dpre.at(first);
            FloatBuffer products = inPlace ? lane.scratchBuffer() : dpre.buffer;
            int from = inPlace ? 0 : first;
            product.of(lane, rows.count(part), dy.at((long) rows.first(part) * n), at);
            float[] d = lane.row(0, BLOCK);
            float[] x = lane.row(1, BLOCK);
            for (int i = 0; i < length; i += BLOCK) {
                int count = Math.min(BLOCK, length - i);
                products.get(from + i, d, 0, count);
                pre.buffer.get(first + i, x, 0, count);
                VectorRows.geluBackward(x, d, count);
                dpre.buffer.put(first + i, d, 0, count);
            }
        });
    }

    /** dw = dyᵀ x and db = Σ_r dy, for dy [r, n], x [r, k], dw [n, k], db [n]; parts are cut from the rows of both halves of dw. */
    void backwardWeights(int r, int n, int k, Floats dy, Floats x, Floats dw, Floats db) {
        // Squarer parts are faster. Columns are cut by shape alone: the bits of a product depend on where they are cut.
        int halves = k > n && k >= 2 * LEAST_COLUMNS ? 2 : 1;
        int columns = (k + halves - 1) / halves;
        RowParts rows = RowParts.ofProduct(n, (long) r * columns, (team.threads() + halves - 1) / halves);
        team.run(halves * rows.parts(), part -> {
            Lane lane = Lane.current();
            int row = rows.first(part / halves);
            int count = rows.count(part / halves);
            int column = part % halves * columns;
            if (column == 0) {
                sumRows(lane, r, n, row, count, dy, db);
            }
            int width = Math.min(columns, k - column);
            Gemm.atb(lane, count, width, r, dy.at(row), n, x.at(column), k, dw.at((long) row * k + column), k);
        });
    }

    private static void fillWithBias(Lane lane, Floats b, FloatBuffer y, int first, int rows, int n) {
        float[] bias = lane.row(0, n);
        b.buffer.get(0, bias, 0, n);
        for (int i = first; i < first + rows; i++) {
            y.put(i * n, bias, 0, n);
        }
    }

    /** db[first, first + count) = Σ_r dy[r], first 64 rows at a time and then the sums of these, so that rounding stays small. */
    private static void sumRows(Lane lane, int r, int n, int first, int count, Floats dy, Floats db) {
        float[] total = lane.row(0, count);
        float[] sum = lane.row(1, count);
        float[] row = lane.row(2, count);
        Arrays.fill(total, 0);
        for (int from = 0; from < r; from += 64) {
            Arrays.fill(sum, 0);
            for (int i = from; i < Math.min(r, from + 64); i++) {
                dy.buffer.get(i * n + first, row, 0, count);
                VectorRows.add(row, sum, count);
            }
            VectorRows.add(sum, total, count);
        }
        db.buffer.put(first, total, 0, count);
    }
}
