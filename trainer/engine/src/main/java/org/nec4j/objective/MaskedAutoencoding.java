package org.nec4j.objective;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.entropy.EntropyModel;
import org.nec4j.objective.Loss.Term;

/**
 * Plain masked autoencoding (He et al., arXiv 2111.06377): L = D, the mean squared error of the masked patches' pixels. Nothing codes
 * the embedding.
 *
 * @param maskRatio share of the patches that the encoder does not see
 * @param decoder   predicts their pixels
 */
public record MaskedAutoencoding(double maskRatio, PixelDecoder decoder) implements Objective {
    private static final String D = "distortion";

    /** L = D. */
    @Override
    public Loss loss(int images) {
        return Loss.sum(Term.of(D, List.of(decoder.output())));
    }

    @Override
    public Optional<EntropyModel> entropy() {
        return Optional.empty();
    }

    @Override
    public Tail tail() {
        return decoder;
    }

    /** The columns of a run with a bottleneck, so that runs of both kinds compare; without one there are no bits. */
    @Override
    public List<Reported> reported() {
        return List.of(Reported.DISTORTION, Reported.BITS_PER_IMAGE, Reported.AUXILIARY);
    }

    @Override
    public Map<String, Double> report(Measured measured, int images) {
        return Map.of(
                Reported.DISTORTION.column(), measured.term(D),
                Reported.BITS_PER_IMAGE.column(), 0.0,
                Reported.AUXILIARY.column(), measured.auxiliary());
    }

    @Override
    public Map<String, ?> provenance() {
        return Map.of();
    }
}
