package org.nec4j.kernel.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.nec4j.kernel.Likelihood;

/**
 * The density's forward and backward pass over a few rows of one vector of channels. All that lives between the passes fits
 * the first-level cache. Rows are doubled: the lower ends of the intervals first, then the upper ends.
 */
final class DensityTile {
    static final VectorSpecies<Float> SPECIES = VectorMath.SPECIES;
    static final int LANES = VectorMath.LANES;
    /** Rows of y in a tile. */
    static final int ROWS = 16;
    /** Channels whose numbers lie side by side; a multiple of every vector length up to 1024 bits. */
    static final int BLOCK = 32;

    private static final int UNIT = 2 * ROWS * LANES;
    private static final float INVERSE_LN2 = 1.44269504f;

    private final DensityLayout layout;
    private final float[] in; // [inputs][2 ROWS][LANES], what enters each layer
    private final float[] tanh; // [inputs][2 ROWS][LANES], tanh(u) of the unit that made it
    private final float[] d; // [inputs][2 ROWS][LANES], gradient with respect to in
    final float[] logits = new float[UNIT];
    private final float[] sigmoids = new float[UNIT];
    private final float[] dLogits = new float[UNIT];

    DensityTile(DensityLayout layout) {
        this.layout = layout;
        in = new float[layout.inputs * UNIT];
        tanh = new float[layout.inputs * UNIT];
        d = new float[layout.inputs * UNIT];
    }

    /** Fills the logits of y[row][lane] - 1/2 and + 1/2, for y [rows][BLOCK] from lane on. */
    void intervalLogits(float[] y, int lane, int rows, float[] parameters) {
        for (int r = 0; r < rows; r++) {
            FloatVector v = FloatVector.fromArray(SPECIES, y, r * BLOCK + lane);
            v.sub(0.5f).intoArray(in, r * LANES);
            v.add(0.5f).intoArray(in, (rows + r) * LANES);
        }
        forward(lane, 2 * rows, parameters);
    }

    /** Fills the logits of x[row][lane]. */
    void pointLogits(float[] x, int lane, int rows, float[] parameters) {
        for (int r = 0; r < rows; r++) {
            FloatVector.fromArray(SPECIES, x, r * BLOCK + lane).intoArray(in, r * LANES);
        }
        forward(lane, rows, parameters);
    }

    private void forward(int lane, int n, float[] parameters) {
        int last = layout.layers - 1;
        for (int i = 0; i < last; i++) {
            for (int j = 0; j < layout.out(i); j++) {
                int unit = (layout.input(i + 1) + j) * UNIT;
                affine(i, j, lane, n, parameters, in, unit);
                activate(unit, n, FloatVector.fromArray(SPECIES, parameters, (layout.factor(i) + j) * BLOCK + lane));
            }
        }
        affine(last, 0, lane, n, parameters, logits, 0);
    }

    private void affine(int i, int j, int lane, int n, float[] parameters, float[] out, int at) {
        FloatVector bias = FloatVector.fromArray(SPECIES, parameters, (layout.bias(i) + j) * BLOCK + lane);
        int w = (layout.matrix(i) + j * layout.in(i)) * BLOCK + lane;
        combine(in, layout.input(i) * UNIT, layout.in(i), parameters, w, BLOCK, bias, out, at, n);
    }

    /** out[q] = start + Σ_k weight_k * source_k[q], for n vectors q. */
    private static void combine(
            float[] source,
            int sourceAt,
            int count,
            float[] weights,
            int w,
            int stride,
            FloatVector start,
            float[] out,
            int at,
            int n) {
        FloatVector w0 = FloatVector.fromArray(SPECIES, weights, w);
        if (count == 3) {
            FloatVector w1 = FloatVector.fromArray(SPECIES, weights, w + stride);
            FloatVector w2 = FloatVector.fromArray(SPECIES, weights, w + 2 * stride);
            for (int q = 0; q < n * LANES; q += LANES) {
                FloatVector sum =
                        FloatVector.fromArray(SPECIES, source, sourceAt + q).fma(w0, start);
                sum = FloatVector.fromArray(SPECIES, source, sourceAt + UNIT + q)
                        .fma(w1, sum);
                sum = FloatVector.fromArray(SPECIES, source, sourceAt + 2 * UNIT + q)
                        .fma(w2, sum);
                sum.intoArray(out, at + q);
            }
            return;
        }
        for (int q = 0; q < n * LANES; q += LANES) {
            FloatVector.fromArray(SPECIES, source, sourceAt + q).fma(w0, start).intoArray(out, at + q);
        }
        for (int k = 1; k < count; k++) {
            FloatVector weight = FloatVector.fromArray(SPECIES, weights, w + k * stride);
            for (int q = 0; q < n * LANES; q += LANES) {
                FloatVector sum = FloatVector.fromArray(SPECIES, out, at + q);
                FloatVector.fromArray(SPECIES, source, sourceAt + k * UNIT + q)
                        .fma(weight, sum)
                        .intoArray(out, at + q);
            }
        }
    }

    /** u -> u + factor * tanh(u), and keeps tanh(u). */
    private void activate(int unit, int n, FloatVector factor) {
        DensityMath.tanh(in, tanh, unit, n);
        for (int q = unit; q < unit + n * LANES; q += LANES) {
            FloatVector u = FloatVector.fromArray(SPECIES, in, q);
            FloatVector.fromArray(SPECIES, tanh, q).fma(factor, u).intoArray(in, q);
        }
    }

    /**
     * From the logits of the intervals: writes max(p, bound) [rows][BLOCK] from lane on, returns Σ -log2 of it for each lane,
     * and prepares the gradient of scale * bits for {@link #backward}.
     */
    FloatVector likelihoods(float[] likelihoods, int lane, int rows, Likelihood kind, float bound, float scale) {
        if (kind == Likelihood.SIGN) {
            turnToTheLowerTail(rows);
        }
        DensityMath.sigmoid(logits, sigmoids, 2 * rows);
        for (int r = 0; r < rows; r++) {
            FloatVector lower = FloatVector.fromArray(SPECIES, sigmoids, r * LANES);
            FloatVector upper = FloatVector.fromArray(SPECIES, sigmoids, (rows + r) * LANES);
            FloatVector p = upper.sub(lower).abs();
            if (kind == Likelihood.SIGN) {
                p = p.blend(0f, undefined(r, rows));
            }
            p.intoArray(likelihoods, r * BLOCK + lane);
        }
        prepareGradient(likelihoods, lane, rows, kind, bound, -scale * INVERSE_LN2);
        return boundedBits(likelihoods, lane, rows, bound);
    }

    /** Negates both logits of an interval whose middle is not in the lower tail, where sigmoids keep their accuracy. */
    private void turnToTheLowerTail(int rows) {
        for (int r = 0; r < rows; r++) {
            int low = r * LANES;
            int up = (rows + r) * LANES;
            FloatVector lower = FloatVector.fromArray(SPECIES, logits, low);
            FloatVector upper = FloatVector.fromArray(SPECIES, logits, up);
            VectorMask<Float> flip = lower.add(upper).lt(0f).not();
            lower.blend(lower.neg(), flip).intoArray(logits, low);
            upper.blend(upper.neg(), flip).intoArray(logits, up);
        }
    }

    /** Where the sign of an interval's middle is 0, as CompressAI has it: the likelihood is then 0. */
    private VectorMask<Float> undefined(int r, int rows) {
        FloatVector lower = FloatVector.fromArray(SPECIES, logits, r * LANES);
        return lower.add(FloatVector.fromArray(SPECIES, logits, (rows + r) * LANES))
                .eq(0f);
    }

    /** dLogits = the gradient of slope * ln max(p, bound) for the likelihoods p. */
    private void prepareGradient(float[] likelihoods, int lane, int rows, Likelihood kind, float bound, float slope) {
        for (int r = 0; r < rows; r++) {
            int low = r * LANES;
            int up = (rows + r) * LANES;
            FloatVector p = FloatVector.fromArray(SPECIES, likelihoods, r * BLOCK + lane);
            FloatVector dp = FloatVector.broadcast(SPECIES, slope).div(p.max(bound));
            if (kind == Likelihood.SIGN) {
                dp = dp.blend(0f, undefined(r, rows));
            }
            if (slope >= 0) {
                dp = dp.blend(0f, p.lt(bound));
            }
            FloatVector lower = FloatVector.fromArray(SPECIES, sigmoids, low);
            FloatVector upper = FloatVector.fromArray(SPECIES, sigmoids, up);
            dp.mul(upper).mul(upper.neg().add(1f)).intoArray(dLogits, up);
            dp.neg().mul(lower).mul(lower.neg().add(1f)).intoArray(dLogits, low);
        }
    }

    /** Raises likelihoods to the bound; Σ -log2 of them for each lane. */
    private static FloatVector boundedBits(float[] likelihoods, int lane, int rows, float bound) {
        FloatVector bits = FloatVector.zero(SPECIES);
        for (int r = 0; r < rows; r++) {
            int at = r * BLOCK + lane;
            FloatVector bounded =
                    FloatVector.fromArray(SPECIES, likelihoods, at).max(bound);
            bounded.intoArray(likelihoods, at);
            bits = bits.sub(DensityMath.log(bounded).mul(INVERSE_LN2));
        }
        return bits;
    }

    /**
     * dy[row][lane] += the gradient with respect to y, and gradients += those with respect to softplus(H), b and tanh(a), of
     * what {@link #likelihoods} prepared.
     */
    void backward(float[] dy, int lane, int rows, float[] parameters, float[] gradients) {
        for (int i = layout.layers - 1; i >= 0; i--) {
            for (int j = 0; j < layout.out(i); j++) {
                collect(i, j, lane, 2 * rows, gradients);
            }
            backwardLayer(i, lane, 2 * rows, parameters);
            for (int k = 0; k < layout.in(i) && i > 0; k++) {
                int unit = (layout.input(i) + k) * UNIT;
                sumProducts(d, unit, tanh, unit, 2 * rows, gradients, (layout.factor(i - 1) + k) * BLOCK + lane);
                deactivate(i, k, lane, 2 * rows, parameters);
            }
        }
        for (int r = 0; r < rows; r++) {
            FloatVector low = FloatVector.fromArray(SPECIES, d, r * LANES);
            FloatVector up = FloatVector.fromArray(SPECIES, d, (rows + r) * LANES);
            FloatVector.fromArray(SPECIES, dy, r * BLOCK + lane)
                    .add(low.add(up))
                    .intoArray(dy, r * BLOCK + lane);
        }
    }

    /** Writes dl/dx[row][lane] of the logits that {@link #pointLogits} made. */
    void slopes(float[] slopes, int lane, int rows, float[] parameters) {
        Arrays.fill(dLogits, 0, rows * LANES, 1f);
        for (int i = layout.layers - 1; i >= 0; i--) {
            backwardLayer(i, lane, rows, parameters);
            for (int k = 0; k < layout.in(i) && i > 0; k++) {
                deactivate(i, k, lane, rows, parameters);
            }
        }
        for (int r = 0; r < rows; r++) {
            FloatVector.fromArray(SPECIES, d, r * LANES).intoArray(slopes, r * BLOCK + lane);
        }
    }

    /** Gradient of what leaves layer i before its activation; the logits' for the last. */
    private float[] dOut(int i) {
        return i == layout.layers - 1 ? dLogits : d;
    }

    private int dOutAt(int i) {
        return i == layout.layers - 1 ? 0 : layout.input(i + 1) * UNIT;
    }

    /** The gradient of what enters layer i. */
    private void backwardLayer(int i, int lane, int n, float[] parameters) {
        FloatVector zero = FloatVector.zero(SPECIES);
        int stride = layout.in(i) * BLOCK;
        for (int k = 0; k < layout.in(i); k++) {
            int w = (layout.matrix(i) + k) * BLOCK + lane;
            int to = (layout.input(i) + k) * UNIT;
            combine(dOut(i), dOutAt(i), layout.out(i), parameters, w, stride, zero, d, to, n);
        }
    }

    /** Turns the gradient of l = u + f tanh(u), input k of layer i, into that of u, in place. */
    private void deactivate(int i, int k, int lane, int n, float[] parameters) {
        int unit = (layout.input(i) + k) * UNIT;
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector f = FloatVector.fromArray(SPECIES, parameters, (layout.factor(i - 1) + k) * BLOCK + lane);
        for (int q = unit; q < unit + n * LANES; q += LANES) {
            FloatVector t = FloatVector.fromArray(SPECIES, tanh, q);
            FloatVector slope = t.mul(t).neg().add(1f).fma(f, one);
            FloatVector.fromArray(SPECIES, d, q).mul(slope).intoArray(d, q);
        }
    }

    /** Adds the gradients of row j of layer i's matrix and of its bias. */
    private void collect(int i, int j, int lane, int n, float[] gradients) {
        float[] dOut = dOut(i);
        int at = dOutAt(i) + j * UNIT;
        int w = (layout.matrix(i) + j * layout.in(i)) * BLOCK + lane;
        int source = layout.input(i) * UNIT;
        sum(dOut, at, n, gradients, (layout.bias(i) + j) * BLOCK + lane);
        if (layout.in(i) == 3) {
            sumProducts3(dOut, at, source, n, gradients, w);
            return;
        }
        for (int k = 0; k < layout.in(i); k++) {
            sumProducts(dOut, at, in, source + k * UNIT, n, gradients, w + k * BLOCK);
        }
    }

    private static void sum(float[] values, int at, int n, float[] sums, int to) {
        FloatVector sum = FloatVector.fromArray(SPECIES, sums, to);
        for (int q = at; q < at + n * LANES; q += LANES) {
            sum = sum.add(FloatVector.fromArray(SPECIES, values, q));
        }
        sum.intoArray(sums, to);
    }

    private static void sumProducts(float[] a, int aAt, float[] b, int bAt, int n, float[] sums, int to) {
        FloatVector sum = FloatVector.fromArray(SPECIES, sums, to);
        for (int q = 0; q < n * LANES; q += LANES) {
            sum = FloatVector.fromArray(SPECIES, a, aAt + q).fma(FloatVector.fromArray(SPECIES, b, bAt + q), sum);
        }
        sum.intoArray(sums, to);
    }

    private void sumProducts3(float[] dOut, int at, int source, int n, float[] gradients, int w) {
        FloatVector dw0 = FloatVector.fromArray(SPECIES, gradients, w);
        FloatVector dw1 = FloatVector.fromArray(SPECIES, gradients, w + BLOCK);
        FloatVector dw2 = FloatVector.fromArray(SPECIES, gradients, w + 2 * BLOCK);
        for (int q = 0; q < n * LANES; q += LANES) {
            FloatVector du = FloatVector.fromArray(SPECIES, dOut, at + q);
            dw0 = du.fma(FloatVector.fromArray(SPECIES, in, source + q), dw0);
            dw1 = du.fma(FloatVector.fromArray(SPECIES, in, source + UNIT + q), dw1);
            dw2 = du.fma(FloatVector.fromArray(SPECIES, in, source + 2 * UNIT + q), dw2);
        }
        dw0.intoArray(gradients, w);
        dw1.intoArray(gradients, w + BLOCK);
        dw2.intoArray(gradients, w + 2 * BLOCK);
    }
}
