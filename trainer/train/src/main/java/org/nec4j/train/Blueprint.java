package org.nec4j.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
import org.nec4j.setup.StartingPoint;
import org.nec4j.vit.VitShape;

/** What an experiment's settings mean in terms of the model: the one place where the two vocabularies meet. */
record Blueprint(VitShape shape, Objective objective, Optional<EntropyModel> entropy, Likelihood likelihood) {
    static Blueprint of(Experiment experiment) {
        VitShape shape = StartingPoint.shape(experiment.model());
        ObjectiveSettings o = experiment.objective();
        boolean nec = o.kind() == ObjectiveSettings.Kind.NEC;
        boolean perImage = o.lambdaConvention() == ObjectiveSettings.LambdaConvention.IMAGE_MEAN;
        Objective objective = new Objective(nec ? o.lambda() : 1, o.maskRatio(), o.normalizedPixels());
        Likelihood likelihood =
                o.likelihood() == ObjectiveSettings.Likelihood.SIGN_TRICK ? Likelihood.SIGN : Likelihood.DIFFERENCE;
        Optional<EntropyModel> entropy =
                nec ? Optional.of(entropy(experiment, shape, likelihood, perImage)) : Optional.empty();
        return new Blueprint(shape, objective, entropy, likelihood);
    }

    private static EntropyModel entropy(
            Experiment experiment, VitShape shape, Likelihood likelihood, boolean bitsPerImage) {
        EntropySettings settings = experiment.entropy();
        DensitySettings density = new DensitySettings(
                settings.filters(), settings.initScale(), settings.tailMass(), likelihood, settings.likelihoodBound());
        if (settings.model() == EntropySettings.Model.FACTORIZED) {
            return new FactorizedModel(shape.dim(), density, bitsPerImage);
        }
        return new HyperpriorModel(hyperprior(experiment), density, bitsPerImage);
    }

    /** The shape of the hyperprior that the settings ask for. */
    static HyperpriorShape hyperprior(Experiment experiment) {
        HyperpriorSettings networks = experiment.entropy().hyperprior();
        return new HyperpriorShape(
                experiment.model().dim(),
                networks.width(),
                networks.heads(),
                networks.blocks(),
                experiment.model().layerNormEpsilon(),
                experiment.entropy().model() == EntropySettings.Model.MEAN_SCALE_HYPERPRIOR);
    }

    /** The entropy model's tensors at the start; none without one. */
    Map<String, float[]> entropyStart(Experiment experiment) {
        return entropy.map(model -> model.initial(experiment.experiment().seed()))
                .orElse(Map.of());
    }

    /** Channels of the noise of every layer that quantises, by its name. */
    Map<String, Integer> noises() {
        return entropy.map(EntropyModel::noises).orElse(Map.of());
    }

    /** Names and shapes of all tensors. */
    Map<String, long[]> tensorShapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>(shape.tensors());
        entropy.ifPresent(model -> model.parameters().forEach(p -> shapes.put(p.name(), p.shape())));
        return shapes;
    }
}
