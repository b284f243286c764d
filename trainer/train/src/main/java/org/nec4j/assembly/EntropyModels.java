package org.nec4j.assembly;

import java.util.Map;
import org.nec4j.config.EntropySettings;
import org.nec4j.config.Experiment;
import org.nec4j.config.HyperpriorSettings;
import org.nec4j.config.ObjectiveSettings;
import org.nec4j.entropy.DensitySettings;
import org.nec4j.entropy.EntropyModel;
import org.nec4j.entropy.FactorizedModel;
import org.nec4j.entropy.HyperpriorModel;
import org.nec4j.entropy.HyperpriorShape;
import org.nec4j.kernel.Likelihood;

/** The entropy models that nec4j has, as choices of {@code entropy.model}. What they read stands in {@code entropy} itself. */
public final class EntropyModels {
    private EntropyModels() {}

    /** One density a channel. */
    public record Factorized() implements EntropyDesign {
        @Override
        public String word() {
            return "factorized";
        }

        @Override
        public Map<String, String> ignores() {
            return Map.of("entropy.hyperprior", "; take it away or choose a hyperprior");
        }

        @Override
        public EntropyModel model(Experiment experiment) {
            return new FactorizedModel(experiment.model().dim(), density(experiment));
        }
    }

    /** Side information tells scales. */
    public record Hyperprior() implements EntropyDesign {
        @Override
        public String word() {
            return "hyperprior";
        }

        @Override
        public EntropyModel model(Experiment experiment) {
            return new HyperpriorModel(networks(experiment, false), density(experiment));
        }
    }

    /** Side information tells means and scales. */
    public record MeanScaleHyperprior() implements EntropyDesign {
        @Override
        public String word() {
            return "mean-scale-hyperprior";
        }

        @Override
        public EntropyModel model(Experiment experiment) {
            return new HyperpriorModel(networks(experiment, true), density(experiment));
        }
    }

    private static DensitySettings density(Experiment experiment) {
        EntropySettings settings = experiment.entropy();
        boolean sign = experiment.objective().likelihood() == ObjectiveSettings.Likelihood.SIGN_TRICK;
        return new DensitySettings(
                settings.filters(),
                settings.initScale(),
                settings.tailMass(),
                sign ? Likelihood.SIGN : Likelihood.DIFFERENCE,
                settings.likelihoodBound());
    }

    private static HyperpriorShape networks(Experiment experiment, boolean means) {
        HyperpriorSettings networks = experiment.entropy().hyperprior();
        return new HyperpriorShape(
                experiment.model().dim(),
                networks.width(),
                networks.heads(),
                networks.blocks(),
                experiment.model().layerNormEpsilon(),
                means);
    }
}
