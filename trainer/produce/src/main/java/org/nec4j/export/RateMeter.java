package org.nec4j.export;

import java.util.Optional;
import java.util.SplittableRandom;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.entropy.Perturbation;
import org.nec4j.entropy.RateEstimate;

/** Adds up what embeddings cost, from the entropy model's estimate to the bytes of their files. Not safe for use by two threads. */
public final class RateMeter {
    private final Codec codec;
    private final Optional<RateEstimate> estimate;
    private final double[] sums = new double[5];
    private int count;

    /**
     * For a codec.
     *
     * @param estimate of the entropy model that its tables were built from, where it is known
     */
    public RateMeter(Codec codec, Optional<RateEstimate> estimate) {
        this.codec = codec;
        this.estimate = estimate;
    }

    /**
     * Codes and counts one embedding.
     *
     * @param seed of the noise, another for every embedding
     * @return the bytes of its file
     */
    public byte[] add(Embedding embedding, long seed) {
        byte[] stream = codec.encode(embedding);
        Perturbation noise = Perturbation.noise(new SplittableRandom(seed));
        sums[0] += estimated(embedding, noise);
        sums[1] += estimated(embedding, Perturbation.ROUNDING);
        sums[2] += codec.bits(embedding);
        sums[3] += Codec.payloadBytes(stream);
        sums[4] += stream.length;
        count++;
        return stream;
    }

    private double estimated(Embedding embedding, Perturbation perturbation) {
        return estimate.map(model -> model.bits(embedding.values(), embedding.tokens(), perturbation))
                .orElse(Double.NaN);
    }

    /** The means so far. */
    public Rates rates() {
        return new Rates(count, sums[0] / count, sums[1] / count, sums[2] / count, sums[3] / count, sums[4] / count);
    }
}
