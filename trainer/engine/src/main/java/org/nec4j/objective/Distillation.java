package org.nec4j.objective;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nec4j.entropy.EntropyModel;
import org.nec4j.entropy.TransformModel;
import org.nec4j.objective.Loss.Term;

/**
 * Distillation of the pretrained encoder through a codec for all rates: what a decoder makes of an image shall be what the encoder that
 * the run began with makes of it.
 *
 * <p>L = 1 / B Σ_b (delta_b / 2)^pull * (R_b + weight / delta_b² * |yHat_b - y*_b|²), R_b the bits of image b at its own step delta_b, y* the
 * teacher's patch tokens, the square summed over them. With R at high resolution and squares in steps a weight that does not depend on
 * delta holds the same trade-off at every rate.
 */
public final class Distillation implements Objective {
    private static final String D = "distortion";
    private static final String BITS = "bits";

    private final TransformModel entropy;
    private final PostFilter filter;
    private final double weight;

    /**
     * For a model.
     *
     * @param filter what stands behind the transform in the decoder, with the comparison at its end
     * @param weight of the squared error, in squared steps
     */
    public Distillation(TransformModel entropy, PostFilter filter, double weight) {
        this.entropy = entropy;
        this.filter = filter;
        this.weight = weight;
    }

    /** L = R + D, both weighted image by image where they are measured. */
    @Override
    public Loss loss(int images) {
        Term distortion = Term.of(D, List.of(filter.output()));
        Term bits = Term.of(BITS, entropy.rated());
        return Loss.sum(distortion.times(1.0 / images), bits.times(1.0 / images));
    }

    @Override
    public Optional<EntropyModel> entropy() {
        return Optional.of(entropy);
    }

    /** The transform. */
    public TransformModel model() {
        return entropy;
    }

    /** What stands behind the transform in the decoder. */
    public PostFilter filter() {
        return filter;
    }

    @Override
    public Tail tail() {
        return filter;
    }

    @Override
    public double maskRatio() {
        return 0;
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.TEACHER, Need.GRID);
    }

    @Override
    public List<Reported> reported() {
        return List.of(Reported.DISTORTION, Reported.BITS_PER_IMAGE);
    }

    /** Both as L counts them: means over images and the steps that were drawn, weighted by (delta / 2)^pull. */
    @Override
    public Map<String, Double> report(Measured measured, int images) {
        return Map.of(
                Reported.DISTORTION.column(),
                measured.term(D) / images,
                Reported.BITS_PER_IMAGE.column(),
                measured.term(BITS) / images);
    }

    @Override
    public Map<String, ?> provenance() {
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("distortion_weight", weight);
        return provenance;
    }
}
