package org.nec4j.kernel.cpu;

import static org.nec4j.kernel.cpu.VectorMath.LANES;
import static org.nec4j.kernel.cpu.VectorMath.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Passes over rows held in small arrays. Every array must be readable and writable for one vector beyond its last element:
 * elementwise passes run over it, passes over a row leave what follows the row as it was.
 *
 * <p>Each loop holds few vector operations, some forty at most with all that it calls: beyond a number of nodes HotSpot's
 * compiler no longer keeps vectors in registers, and whether it gets there is a matter of luck.
 */
final class VectorRows {
    private VectorRows() {}

    /** y += x for n elements. */
    static void add(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(y, i).add(load(x, i)).intoArray(y, i);
        }
    }

    /** y += x[at, at + n). */
    static void add(float[] x, int at, float[] y, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(y, i).add(load(x, at + i)).intoArray(y, i);
        }
    }

    /** y += factor * x for n elements. */
    static void addScaled(float factor, float[] x, float[] y, int n) {
        FloatVector factors = FloatVector.broadcast(SPECIES, factor);
        for (int i = 0; i < n; i += LANES) {
            load(x, i).fma(factors, load(y, i)).intoArray(y, i);
        }
    }

    /** Adam's moments m and v of gradients g, and in place of g the update; for n elements. */
    static void adam(float[] g, float[] m, float[] v, int n, VectorUpdate.Adam adam) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector gradient = load(g, i);
            FloatVector first = load(m, i);
            first = gradient.sub(first).mul(adam.fresh1()).add(first);
            FloatVector second =
                    load(v, i).mul(adam.beta2()).add(gradient.mul(gradient).mul(adam.fresh2()));
            first.intoArray(m, i);
            second.intoArray(v, i);
            first.mul(adam.rate()).div(second.sqrt().add(adam.epsilon())).intoArray(g, i);
        }
    }

    /** x = e^x for n elements. */
    static void exp(float[] x, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMath.exp(load(x, i)).intoArray(x, i);
        }
    }

    /** x = gelu(x) = x Φ(x) for n elements. */
    static void gelu(float[] x, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMath.gelu(load(x, i)).intoArray(x, i);
        }
    }

    /** dy *= gelu'(x) = Φ(x) + x φ(x) for n elements. */
    static void geluBackward(float[] x, float[] dy, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(dy, i).mul(VectorMath.geluSlope(load(x, i))).intoArray(dy, i);
        }
    }

    /** x = x σ(a x + b x³) for n elements. */
    static void sigmoidGelu(float[] x, int n, float a, float b) {
        FloatVector linear = FloatVector.broadcast(SPECIES, a);
        FloatVector cubic = FloatVector.broadcast(SPECIES, b);
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = load(x, i);
            VectorMath.sigmoid(v.mul(v).fma(cubic, linear).mul(v)).mul(v).intoArray(x, i);
        }
    }

    /** dy *= σ + x σ (1 - σ) (a + 3 b x²) with σ of a x + b x³, the derivative of {@link #sigmoidGelu}; for n elements. */
    static void sigmoidGeluBackward(float[] x, float[] dy, int n, float a, float b) {
        FloatVector linear = FloatVector.broadcast(SPECIES, a);
        FloatVector cubic = FloatVector.broadcast(SPECIES, b);
        FloatVector tripled = FloatVector.broadcast(SPECIES, 3 * b);
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = load(x, i);
            FloatVector square = v.mul(v);
            FloatVector gate = VectorMath.sigmoid(square.fma(cubic, linear).mul(v));
            FloatVector inner = square.fma(tripled, linear).mul(v);
            FloatVector slope = gate.sub(gate.mul(gate)).fma(inner, gate);
            load(dy, i).mul(slope).intoArray(dy, i);
        }
    }

    /** Every row of x [rows, n] becomes softmax(scale * row), for scale > 0. */
    static void softmax(float[] x, int rows, int n, float scale, float[] fold) {
        for (int at = 0; at < rows * n; at += n) {
            shift(x, at, n, max(x, at, n, fold), scale);
        }
        exp(x, rows * n);
        for (int at = 0; at < rows * n; at += n) {
            scale(x, at, n, 1 / sum(x, at, n, fold));
        }
    }

    /** x[at, at + n) = scale * (x - shift). */
    private static void shift(float[] x, int at, int n, float shift, float scale) {
        int end = at + n;
        int i = at;
        for (; i <= end - LANES; i += LANES) {
            load(x, i).sub(shift).mul(scale).intoArray(x, i);
        }
        for (; i < end; i++) {
            x[i] = (x[i] - shift) * scale;
        }
    }

    /** x[at, at + n) *= factor. */
    static void scale(float[] x, int at, int n, float factor) {
        int end = at + n;
        int i = at;
        for (; i <= end - LANES; i += LANES) {
            load(x, i).mul(factor).intoArray(x, i);
        }
        for (; i < end; i++) {
            x[i] *= factor;
        }
    }

    /** ds[at, at + n) = scale * p * (dp - Σ p dp), the gradient of softmax(scale * s) = p, in place of dp. */
    static void softmaxBackward(float[] p, float[] dp, int at, int n, float scale, float[] fold) {
        float sum = dot(p, dp, at, n, fold);
        int end = at + n;
        int i = at;
        for (; i <= end - LANES; i += LANES) {
            load(dp, i).sub(sum).mul(load(p, i)).mul(scale).intoArray(dp, i);
        }
        for (; i < end; i++) {
            dp[i] = (dp[i] - sum) * p[i] * scale;
        }
    }

    /** Replaces the row x[at, at + n) by its layer norm; puts mean and 1 / sqrt(var + eps) into stats[s], stats[s + 1]. */
    static void layerNorm(
            float[] x, int at, int n, float[] gain, float[] bias, double eps, float[] stats, int s, float[] fold) {
        float mean = sum(x, at, n, fold) / n;
        float rstd = (float) (1 / Math.sqrt(squares(x, at, n, mean, fold) / n + eps));
        stats[s] = mean;
        stats[s + 1] = rstd;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector normalized = load(x, at + i).sub(mean).mul(rstd);
            normalized.fma(load(gain, i), load(bias, i)).intoArray(x, at + i);
        }
        for (; i < n; i++) {
            x[at + i] = Math.fma((x[at + i] - mean) * rstd, gain[i], bias[i]);
        }
    }

    /** dx[at, at + n) += the gradient of the layer norm of row x[at, at + n). */
    static void layerNormBackward(
            float[] dy, float[] x, float[] dx, int at, int n, float[] gain, float mean, float rstd, float[] fold) {
        FloatVector sumG = FloatVector.zero(SPECIES);
        FloatVector sumGx = FloatVector.zero(SPECIES);
        float restG = 0;
        float restGx = 0;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector g = load(dy, at + i).mul(load(gain, i));
            sumG = sumG.add(g);
            sumGx = load(x, at + i).sub(mean).fma(g, sumGx);
        }
        for (; i < n; i++) {
            float g = dy[at + i] * gain[i];
            restG += g;
            restGx = Math.fma(x[at + i] - mean, g, restGx);
        }
        float meanG = (sum(sumG, fold) + restG) / n;
        float slope = (sum(sumGx, fold) + restGx) / n * rstd * rstd;
        addSlope(dy, x, dx, at, n, gain, mean, rstd, meanG, slope);
    }

    /** dx[at, at + n) += rstd (g - mean(g) - slope (x - mean)), with g = dy * gain. */
    private static void addSlope(
            float[] dy,
            float[] x,
            float[] dx,
            int at,
            int n,
            float[] gain,
            float mean,
            float rstd,
            float meanG,
            float slope) {
        FloatVector slopes = FloatVector.broadcast(SPECIES, -slope);
        FloatVector factors = FloatVector.broadcast(SPECIES, rstd);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector g = load(dy, at + i).mul(load(gain, i)).sub(meanG);
            g = load(x, at + i).sub(mean).fma(slopes, g);
            g.fma(factors, load(dx, at + i)).intoArray(dx, at + i);
        }
        for (; i < n; i++) {
            float g = Math.fma(x[at + i] - mean, -slope, dy[at + i] * gain[i] - meanG);
            dx[at + i] = Math.fma(g, rstd, dx[at + i]);
        }
    }

    /** dbias += dy[at, at + n) and dgain += dy * (x - mean) * rstd; writes beyond n, where nothing counts. */
    static void layerNormWeights(
            float[] dy, float[] x, int at, int n, float mean, float rstd, float[] dgain, float[] dbias) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector d = load(dy, at + i);
            load(dbias, i).add(d).intoArray(dbias, i);
            load(x, at + i).sub(mean).mul(rstd).fma(d, load(dgain, i)).intoArray(dgain, i);
        }
    }

    /** The largest element that is a number. */
    private static float max(float[] x, int at, int n, float[] fold) {
        FloatVector largest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        int end = at + n;
        int i = at;
        for (; i <= end - LANES; i += LANES) {
            FloatVector v = load(x, i);
            largest = largest.blend(v, v.compare(VectorOperators.GT, largest));
        }
        largest.intoArray(fold, 0);
        float max = Float.NEGATIVE_INFINITY;
        for (float one : fold) {
            max = one > max ? one : max;
        }
        for (; i < end; i++) {
            max = x[i] > max ? x[i] : max;
        }
        return max;
    }

    private static float sum(float[] x, int at, int n, float[] fold) {
        FloatVector sums = FloatVector.zero(SPECIES);
        int end = at + n;
        int i = at;
        for (; i <= end - LANES; i += LANES) {
            sums = sums.add(load(x, i));
        }
        float sum = sum(sums, fold);
        for (; i < end; i++) {
            sum += x[i];
        }
        return sum;
    }

    /** Σ (x - mean)² over x[at, at + n). */
    static float squares(float[] x, int at, int n, float mean, float[] fold) {
        FloatVector sums = FloatVector.zero(SPECIES);
        int end = at + n;
        int i = at;
        for (; i <= end - LANES; i += LANES) {
            FloatVector centred = load(x, i).sub(mean);
            sums = centred.fma(centred, sums);
        }
        float sum = sum(sums, fold);
        for (; i < end; i++) {
            sum = Math.fma(x[i] - mean, x[i] - mean, sum);
        }
        return sum;
    }

    /** Σ a b over [at, at + n). */
    private static float dot(float[] a, float[] b, int at, int n, float[] fold) {
        FloatVector sums = FloatVector.zero(SPECIES);
        int end = at + n;
        int i = at;
        for (; i <= end - LANES; i += LANES) {
            sums = load(a, i).fma(load(b, i), sums);
        }
        float sum = sum(sums, fold);
        for (; i < end; i++) {
            sum = Math.fma(a[i], b[i], sum);
        }
        return sum;
    }

    /** The sum of the lanes in a fixed order, which {@code reduceLanes} does not promise. */
    private static float sum(FloatVector v, float[] fold) {
        v.intoArray(fold, 0);
        float sum = 0;
        for (int i = 0; i < LANES; i++) {
            sum += fold[i];
        }
        return sum;
    }

    private static FloatVector load(float[] x, int i) {
        return FloatVector.fromArray(SPECIES, x, i);
    }
}
