package org.nec4j.transform;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.nec4j.codec.model.ContextFeatures;
import org.nec4j.codec.model.ContextModel;
import org.nec4j.codec.model.FixedPoint;

/**
 * Coefficients of training embeddings with what a decoder knows before each, drawn the more often the larger they are expected to be, and
 * weighted back by that.
 */
final class ContextSamples {
    private static final int DRAWN = 1 << 20; // at most, and no more than there are
    private static final double LEAST = 0.01; // added to the expected magnitude

    private final int perImage;
    private final float[] features; // [size, 6]
    private final float[] pooled; // [images, D]
    private final int[] magnitudes; // [size]
    private final float[] weights; // [size]
    private final int pooledInputs;

    /**
     * Draws.
     *
     * @param images   whose symbols these are
     * @param expected [F, K], in 1/65536; 0 is not coded
     * @param factors  of the pooled layer's first symbols, in 1/4096
     */
    ContextSamples(
            List<ContextFit.Image> images, ContextFeatures.Layout layout, int[] expected, int[] factors, long seed) {
        this.pooledInputs = factors.length;
        double[] cumulative = new double[expected.length];
        double sum = 0;
        int coded = 0;
        for (int i = 0; i < expected.length; i++) {
            sum += expected[i] == 0 ? 0 : share(expected[i]);
            coded += expected[i] == 0 ? 0 : 1;
            cumulative[i] = sum;
        }
        this.perImage = Math.max(1, Math.min(DRAWN / images.size(), coded));
        int size = perImage * images.size();
        this.features = new float[size * ContextModel.FEATURES];
        this.pooled = new float[images.size() * pooledInputs];
        this.magnitudes = new int[size];
        this.weights = new float[size];
        SplittableRandom random = new SplittableRandom(seed);
        for (int image = 0; image < images.size(); image++) {
            int[] drawn = new int[perImage];
            for (int n = 0; n < perImage; n++) {
                int at = Arrays.binarySearch(cumulative, random.nextDouble() * sum);
                drawn[n] = at < 0 ? -at - 1 : at + 1;
                while (expected[drawn[n]] == 0) {
                    drawn[n]++;
                }
            }
            Arrays.sort(drawn);
            read(images.get(image), layout, expected, factors, image, drawn);
            for (int n = 0; n < perImage; n++) {
                weights[image * perImage + n] = (float) (sum / coded / share(expected[drawn[n]]));
            }
        }
    }

    private static double share(int expected) {
        return Math.sqrt(expected / 65_536.0 + LEAST);
    }

    private void read(
            ContextFit.Image symbols,
            ContextFeatures.Layout layout,
            int[] expected,
            int[] factors,
            int image,
            int[] drawn) {
        int components = layout.components();
        for (int k = 0; k < pooledInputs; k++) {
            pooled[image * pooledInputs + k] =
                    (float) ContextFeatures.pooled(symbols.pooled()[k], factors[k]) / FixedPoint.ONE;
        }
        ContextFeatures context = new ContextFeatures(layout, expected, 0);
        for (int i = 0; i < expected.length; i++) {
            context.put(i / components, i % components, symbols.tokens()[i]);
        }
        int[] g = new int[ContextModel.FEATURES];
        for (int n = 0; n < drawn.length; n++) {
            int sample = image * perImage + n;
            context.at(drawn[n] / components, drawn[n] % components, g);
            for (int i = 0; i < g.length; i++) {
                features[sample * g.length + i] = (float) g[i] / FixedPoint.ONE;
            }
            magnitudes[sample] = Math.abs(symbols.tokens()[drawn[n]]);
        }
    }

    int size() {
        return magnitudes.length;
    }

    /** Numbers of an input. */
    int inputs() {
        return ContextModel.FEATURES + pooledInputs;
    }

    /** Writes a sample's inputs. */
    void read(int sample, float[] input) {
        System.arraycopy(features, sample * ContextModel.FEATURES, input, 0, ContextModel.FEATURES);
        System.arraycopy(pooled, sample / perImage * pooledInputs, input, ContextModel.FEATURES, pooledInputs);
    }

    int magnitude(int sample) {
        return magnitudes[sample];
    }

    /** How much a sample counts; 1 on average over coefficients that are drawn evenly. */
    float weight(int sample) {
        return weights[sample];
    }
}
