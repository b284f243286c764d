package org.nec4j.objective;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.entropy.EntropyModel;
import org.nec4j.objective.Loss.Term;

/**
 * NEC's objective (arXiv 2403.17886, figure 2): the decoder predicts masked patches from the coded embedding of the visible ones.
 *
 * <p>L = lambda * D + R, D the mean squared error of the masked patches' pixels, R the estimated bits.
 */
public final class RateDistortion implements Objective {
    private static final String D = "distortion";
    private static final String BITS = "bits";

    private final double lambda;
    private final RateUnit rateUnit;
    private final double maskRatio;
    private final EntropyModel entropy;
    private final PixelDecoder decoder;

    /** How R is counted: one image-mean lambda times the batch size is the batch-sum lambda of the same trade-off. */
    public enum RateUnit {
        /** Bits an image. */
        IMAGE_MEAN,
        /** Bits of the whole batch, as in the reference implementation. */
        BATCH_SUM;

        private double perBit(int images) {
            return this == IMAGE_MEAN ? 1.0 / images : 1;
        }
    }

    /**
     * For a model.
     *
     * @param lambda    weight of D
     * @param rateUnit  how R is counted beside it
     * @param maskRatio share of the patches that the encoder does not see and D is taken over
     */
    public RateDistortion(
            double lambda, RateUnit rateUnit, double maskRatio, EntropyModel entropy, PixelDecoder decoder) {
        this.lambda = lambda;
        this.rateUnit = rateUnit;
        this.maskRatio = maskRatio;
        this.entropy = entropy;
        this.decoder = decoder;
    }

    /** L = lambda * D + R. */
    @Override
    public Loss loss(int images) {
        Term distortion = Term.of(D, List.of(decoder.output()));
        Term bits = Term.of(BITS, entropy.rated());
        return Loss.sum(distortion.times(lambda), bits.times(rateUnit.perBit(images)));
    }

    @Override
    public Optional<EntropyModel> entropy() {
        return Optional.of(entropy);
    }

    @Override
    public Tail tail() {
        return decoder;
    }

    @Override
    public double maskRatio() {
        return maskRatio;
    }

    @Override
    public List<Reported> reported() {
        return List.of(Reported.DISTORTION, Reported.BITS_PER_IMAGE, Reported.AUXILIARY);
    }

    @Override
    public Map<String, Double> report(Measured measured, int images) {
        return Map.of(
                Reported.DISTORTION.column(), measured.term(D),
                Reported.BITS_PER_IMAGE.column(), measured.term(BITS) / images,
                Reported.AUXILIARY.column(), measured.auxiliary());
    }

    @Override
    public Map<String, ?> provenance() {
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("lambda", lambda);
        provenance.put("lambda_convention", rateUnit.name());
        return provenance;
    }
}
