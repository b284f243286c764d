package org.nec4j.baseline;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.nec4j.transform.EmbeddingTransform;
import org.nec4j.transform.KarhunenLoeve;
import org.nec4j.transform.TransformFit;

/**
 * Transform coding of embeddings: a linear transform learnt from the training images, one uniform quantizer step for all
 * coefficients, rANS with the training images' symbol frequencies.
 *
 * @param transform which one
 * @param dim       numbers a token
 * @param step      of the quantizer: in units of the embedding for the orthonormal transforms (so that equal steps are reverse
 *                  water-filling), of each dimension's deviation for channels
 */
public record TransformQuantized(Transform transform, int dim, double step) implements Baseline<float[]> {
    /** The linear transform in front of the quantizer. */
    public enum Transform {
        /** None: each dimension by itself, plain rounding. */
        CHANNELS("per-channel uniform + rANS", 0.5),
        /** Karhunen-Loeve transform of each token, dead zone. */
        KLT("KLT + rANS", TransformFit.ROUNDING);

        private final String system;
        /** A coefficient c becomes floor(|c| / step + rounding): 1/2 rounds, less widens the zone that becomes 0. */
        private final double rounding;

        Transform(String system, double rounding) {
            this.system = system;
            this.rounding = rounding;
        }
    }

    public TransformQuantized {
        if (!(step > 0)) {
            throw new IllegalArgumentException("a quantizer's step is positive, not " + step);
        }
    }

    @Override
    public String system() {
        return transform.system;
    }

    @Override
    public String setting() {
        return String.format(Locale.ROOT, "step %.3g", step);
    }

    @Override
    public SetCoder<float[]> fit(List<float[]> train) {
        int tokens = train.get(0).length / dim;
        EmbeddingTransform learnt =
                switch (transform) {
                    case CHANNELS -> DimensionScaling.fit(train, dim);
                    case KLT -> KarhunenLoeve.fit(train, dim);
                };
        List<double[]> coefficients =
                train.parallelStream().map(learnt::analyse).toList();
        int[] groups = IntStream.range(0, dim * tokens).map(i -> i / tokens).toArray();
        return CoefficientCoder.fit(learnt, coefficients, groups, step, transform.rounding);
    }
}
