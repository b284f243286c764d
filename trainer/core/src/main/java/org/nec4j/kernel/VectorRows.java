package org.nec4j.kernel;

import static org.nec4j.kernel.VectorMath.LANES;
import static org.nec4j.kernel.VectorMath.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Passes over rows held in small arrays. Every array must be readable and writable for one vector beyond its last element:
 * elementwise passes run over it, passes over a row leave what follows the row as it was.
 */
final class VectorRows {
    private static final VectorMask<Float>[] FIRST = firstLanes();

    private VectorRows() {}

    /** y += x for n elements. */
    static void add(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector sum = FloatVector.fromArray(SPECIES, y, i).add(FloatVector.fromArray(SPECIES, x, i));
            sum.intoArray(y, i);
        }
    }

    /** y += factor * x for n elements. */
    static void addScaled(float factor, float[] x, float[] y, int n) {
        FloatVector factors = FloatVector.broadcast(SPECIES, factor);
        for (int i = 0; i < n; i += LANES) {
            load(x, i).fma(factors, load(y, i)).intoArray(y, i);
        }
    }

    /** x = gelu(x) = x Φ(x) for n elements. */
    static void gelu(float[] x, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            FloatVector density = VectorMath.normalDensity(v);
            v.mul(VectorMath.normalDistribution(v, density)).intoArray(x, i);
        }
    }

    /** dy *= gelu'(x) = Φ(x) + x φ(x) for n elements. */
    static void geluBackward(float[] x, float[] dy, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            FloatVector density = VectorMath.normalDensity(v);
            FloatVector slope = v.fma(density, VectorMath.normalDistribution(v, density));
            FloatVector.fromArray(SPECIES, dy, i).mul(slope).intoArray(dy, i);
        }
    }

    /** x[at, at + n) = softmax(scale * x[at, at + n)), for scale > 0. */
    static void softmax(float[] x, int at, int n, float scale, float[] fold) {
        int body = SPECIES.loopBound(n);
        float max = max(x, at, n);
        FloatVector sums = FloatVector.zero(SPECIES);
        for (int i = at; i < at + body; i += LANES) {
            FloatVector e =
                    VectorMath.exp(FloatVector.fromArray(SPECIES, x, i).sub(max).mul(scale));
            e.intoArray(x, i);
            sums = sums.add(e);
        }
        if (body < n) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, at + body);
            FloatVector e = VectorMath.exp(v.sub(max).mul(scale));
            v.blend(e, FIRST[n - body]).intoArray(x, at + body);
            sums = sums.add(FloatVector.zero(SPECIES).blend(e, FIRST[n - body]));
        }
        scale(x, at, n, 1 / sum(sums, fold));
    }

    /** ds[at, at + n) = scale * p * (dp - Σ p dp), the gradient of softmax(scale * s) = p, in place of dp. */
    static void softmaxBackward(float[] p, float[] dp, int at, int n, float scale, float[] fold) {
        int body = SPECIES.loopBound(n);
        FloatVector sums = FloatVector.zero(SPECIES);
        for (int i = at; i < at + body; i += LANES) {
            sums = FloatVector.fromArray(SPECIES, p, i).fma(FloatVector.fromArray(SPECIES, dp, i), sums);
        }
        if (body < n) {
            FloatVector product = load(p, at + body).mul(load(dp, at + body));
            sums = sums.add(FloatVector.zero(SPECIES).blend(product, FIRST[n - body]));
        }
        float sum = sum(sums, fold);
        for (int i = at; i < at + body; i += LANES) {
            load(dp, i).sub(sum).mul(load(p, i)).mul(scale).intoArray(dp, i);
        }
        if (body < n) {
            FloatVector before = load(dp, at + body);
            FloatVector ds = before.sub(sum).mul(load(p, at + body)).mul(scale);
            before.blend(ds, FIRST[n - body]).intoArray(dp, at + body);
        }
    }

    /** Replaces the row x[at, at + n) by its layer norm; puts mean and 1 / sqrt(var + eps) into stats[s], stats[s + 1]. */
    static void layerNorm(
            float[] x, int at, int n, float[] gain, float[] bias, double eps, float[] stats, int s, float[] fold) {
        int body = SPECIES.loopBound(n);
        float mean = sum(x, at, n, fold) / n;
        FloatVector squares = FloatVector.zero(SPECIES);
        for (int i = at; i < at + body; i += LANES) {
            FloatVector centred = load(x, i).sub(mean);
            squares = centred.fma(centred, squares);
        }
        if (body < n) {
            FloatVector centred =
                    FloatVector.zero(SPECIES).blend(load(x, at + body).sub(mean), FIRST[n - body]);
            squares = centred.fma(centred, squares);
        }
        float rstd = (float) (1 / Math.sqrt(sum(squares, fold) / n + eps));
        stats[s] = mean;
        stats[s + 1] = rstd;
        for (int i = 0; i < body; i += LANES) {
            FloatVector normalised = load(x, at + i).sub(mean).mul(rstd);
            normalised.fma(load(gain, i), load(bias, i)).intoArray(x, at + i);
        }
        if (body < n) {
            FloatVector before = load(x, at + body);
            FloatVector y = before.sub(mean).mul(rstd).fma(load(gain, body), load(bias, body));
            before.blend(y, FIRST[n - body]).intoArray(x, at + body);
        }
    }

    /** dx[at, at + n) += the gradient of the layer norm of row x[at, at + n). */
    static void layerNormBackward(
            float[] dy, float[] x, float[] dx, int at, int n, float[] gain, float mean, float rstd, float[] fold) {
        int body = SPECIES.loopBound(n);
        FloatVector sumG = FloatVector.zero(SPECIES);
        FloatVector sumGx = FloatVector.zero(SPECIES);
        for (int i = 0; i < body; i += LANES) {
            FloatVector g = load(dy, at + i).mul(load(gain, i));
            sumG = sumG.add(g);
            sumGx = load(x, at + i).sub(mean).fma(g, sumGx);
        }
        if (body < n) {
            VectorMask<Float> row = FIRST[n - body];
            FloatVector g = FloatVector.zero(SPECIES).blend(load(dy, at + body).mul(load(gain, body)), row);
            sumG = sumG.add(g);
            sumGx = FloatVector.zero(SPECIES)
                    .blend(load(x, at + body).sub(mean), row)
                    .fma(g, sumGx);
        }
        float meanG = sum(sumG, fold) / n;
        float slope = sum(sumGx, fold) / n * rstd * rstd;
        for (int i = 0; i < body; i += LANES) {
            layerNormSlope(dy, x, at + i, load(gain, i), mean, meanG, slope)
                    .fma(FloatVector.broadcast(SPECIES, rstd), load(dx, at + i))
                    .intoArray(dx, at + i);
        }
        if (body < n) {
            FloatVector before = load(dx, at + body);
            FloatVector after = layerNormSlope(dy, x, at + body, load(gain, body), mean, meanG, slope)
                    .fma(FloatVector.broadcast(SPECIES, rstd), before);
            before.blend(after, FIRST[n - body]).intoArray(dx, at + body);
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

    /** g - mean(g) - xhat mean(g xhat), with g = dy * gain. */
    private static FloatVector layerNormSlope(
            float[] dy, float[] x, int i, FloatVector gain, float mean, float meanG, float slope) {
        FloatVector g = load(dy, i).mul(gain).sub(meanG);
        return load(x, i).sub(mean).fma(FloatVector.broadcast(SPECIES, -slope), g);
    }

    private static void scale(float[] x, int at, int n, float factor) {
        int body = SPECIES.loopBound(n);
        for (int i = at; i < at + body; i += LANES) {
            load(x, i).mul(factor).intoArray(x, i);
        }
        if (body < n) {
            FloatVector v = load(x, at + body);
            v.blend(v.mul(factor), FIRST[n - body]).intoArray(x, at + body);
        }
    }

    /** The largest element that is a number. */
    private static float max(float[] x, int at, int n) {
        int body = SPECIES.loopBound(n);
        FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int i = at; i < at + body; i += LANES) {
            FloatVector v = load(x, i);
            max = max.blend(v, v.compare(VectorOperators.GT, max));
        }
        if (body < n) {
            FloatVector v =
                    FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY).blend(load(x, at + body), FIRST[n - body]);
            max = max.blend(v, v.compare(VectorOperators.GT, max));
        }
        return max.reduceLanes(VectorOperators.MAX);
    }

    private static float sum(float[] x, int at, int n, float[] fold) {
        int body = SPECIES.loopBound(n);
        FloatVector sums = FloatVector.zero(SPECIES);
        for (int i = at; i < at + body; i += LANES) {
            sums = sums.add(load(x, i));
        }
        if (body < n) {
            sums = sums.add(FloatVector.zero(SPECIES).blend(load(x, at + body), FIRST[n - body]));
        }
        return sum(sums, fold);
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

    @SuppressWarnings("unchecked")
    private static VectorMask<Float>[] firstLanes() {
        VectorMask<Float>[] masks = new VectorMask[LANES];
        for (int i = 0; i < LANES; i++) {
            masks[i] = SPECIES.indexInRange(0, i);
        }
        return masks;
    }
}
