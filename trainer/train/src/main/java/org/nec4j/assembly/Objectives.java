package org.nec4j.assembly;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nec4j.config.Experiment;
import org.nec4j.config.ObjectiveSettings;
import org.nec4j.config.ValidationSettings;
import org.nec4j.objective.MaskedAutoencoding;
import org.nec4j.objective.Objective;
import org.nec4j.objective.PixelDecoder;
import org.nec4j.objective.RateDistortion;
import org.nec4j.vit.VitShape;

/** The objectives that nec4j has, as choices of {@code objective.kind}. What they read stands in {@code objective} itself. */
public final class Objectives {
    private Objectives() {}

    /** L = lambda * D + R. */
    public record Nec() implements ObjectiveDesign {
        @Override
        public String word() {
            return "nec";
        }

        @Override
        public boolean codes() {
            return true;
        }

        @Override
        public Objective objective(Experiment experiment, VitShape shape) {
            ObjectiveSettings settings = experiment.objective();
            return new RateDistortion(
                    settings.lambda(),
                    settings.lambdaConvention() == ObjectiveSettings.LambdaConvention.IMAGE_MEAN
                            ? RateDistortion.RateUnit.IMAGE_MEAN
                            : RateDistortion.RateUnit.BATCH_SUM,
                    settings.maskRatio(),
                    EntropyDesign.chosen(experiment),
                    new PixelDecoder(shape, settings.normalizedPixels()));
        }
    }

    /** L = D. */
    public record Mae() implements ObjectiveDesign {
        /** What only a bottleneck reads. */
        private static final List<String> OF_BOTTLENECKS = List.of(
                "objective.lambda",
                "objective.lambda-convention",
                "objective.likelihood",
                "entropy",
                "training.auxiliary");

        @Override
        public String word() {
            return "mae";
        }

        @Override
        public boolean codes() {
            return false;
        }

        @Override
        public Set<ValidationSettings.Measure> measures() {
            return Set.of(ValidationSettings.Measure.LOSS, ValidationSettings.Measure.DISTORTION);
        }

        @Override
        public Map<String, String> ignores() {
            Map<String, String> ignored = new LinkedHashMap<>();
            OF_BOTTLENECKS.forEach(key -> ignored.put(key, ", which has no bottleneck; take it away"));
            return ignored;
        }

        @Override
        public Objective objective(Experiment experiment, VitShape shape) {
            ObjectiveSettings settings = experiment.objective();
            return new MaskedAutoencoding(settings.maskRatio(), new PixelDecoder(shape, settings.normalizedPixels()));
        }
    }
}
