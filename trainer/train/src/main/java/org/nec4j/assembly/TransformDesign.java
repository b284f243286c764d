package org.nec4j.assembly;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.config.Experiment;
import org.nec4j.config.Interval;
import org.nec4j.entropy.EntropyModel;
import org.nec4j.entropy.Relaxation;
import org.nec4j.entropy.StepRange;
import org.nec4j.entropy.TransformModel;
import org.nec4j.entropy.TransformShape;
import org.nec4j.vit.VitShape;

/**
 * {@code entropy.model = transform}: a learnt transform with learnt steps.
 *
 * @param components  numbers a token after the analysis; half the encoder's width where there is none
 * @param rounding    share of a step from which magnitudes round up while training, where bits have no price
 * @param bitPrice    what a bit is worth to the quantizer that training sees, in squared steps; 0 rounds
 * @param symbolShare share of the rate that is the symbols' own, where bits have a price
 * @param pricedAfter steps of training that round before bits have their price
 */
public record TransformDesign(
        @Interval("[1, 65536]") Optional<Integer> components,
        @Interval("(0, 0.5]") double rounding,
        @Interval("[0, 1]") double bitPrice,
        @Interval("[0, 1]") double symbolShare,
        @Interval("[0, 2147483647]") int pricedAfter)
        implements EntropyDesign {
    /** The word that chooses it. */
    public static final String WORD = "transform";

    /** The word of the only objective that trains it. */
    public static final String OBJECTIVE = "distill";

    /** The defaults. */
    public TransformDesign() {
        this(Optional.empty(), 0.42, 0, 0.5, 0);
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public Optional<String> onlyWith() {
        return Optional.of(OBJECTIVE);
    }

    @Override
    public Map<String, String> ignores() {
        Map<String, String> ignored = new LinkedHashMap<>();
        List.of("hyperprior", "filters", "init-scale", "tail-mass", "likelihood-bound")
                .forEach(key -> ignored.put("entropy." + key, "; take it away"));
        return ignored;
    }

    @Override
    public EntropyModel model(Experiment experiment) {
        return model(StartingPoint.shape(experiment.model()), StepRange.USUAL);
    }

    private Relaxation relaxation() {
        return bitPrice == 0
                ? Relaxation.rounding(rounding)
                : new Relaxation(rounding, bitPrice, symbolShare, pricedAfter);
    }

    /** The model for steps of a range. */
    TransformModel model(VitShape shape, StepRange steps) {
        int k = components.orElse(shape.dim() / 2);
        return new TransformModel(
                new TransformShape(shape.grid().rows(), shape.grid().columns(), shape.dim(), k), relaxation(), steps);
    }

    /** The model that an experiment chooses; throws IllegalStateException where it chooses another, which an audit refuses before. */
    public static TransformModel chosen(Experiment experiment, VitShape shape, StepRange steps) {
        if (experiment.entropy().model() instanceof TransformDesign design) {
            return design.model(shape, steps);
        }
        throw new IllegalStateException("a distillation codes with a transform, not with "
                + experiment.entropy().model().word());
    }
}
