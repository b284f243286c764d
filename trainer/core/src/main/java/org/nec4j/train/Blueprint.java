package org.nec4j.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nec4j.config.Experiment;
import org.nec4j.config.ObjectiveSettings;
import org.nec4j.entropy.Bottleneck;
import org.nec4j.entropy.FactorizedDensity;
import org.nec4j.kernel.Likelihood;
import org.nec4j.setup.StartingPoint;
import org.nec4j.vit.VitShape;

/** What an experiment's settings mean in terms of the model: the one place where the two vocabularies meet. */
record Blueprint(VitShape shape, Objective objective, Optional<Bottleneck> bottleneck, Likelihood likelihood) {
    static Blueprint of(Experiment experiment) {
        VitShape shape = StartingPoint.shape(experiment.model());
        ObjectiveSettings o = experiment.objective();
        boolean nec = o.kind() == ObjectiveSettings.Kind.NEC;
        boolean perImage = o.lambdaConvention() == ObjectiveSettings.LambdaConvention.IMAGE_MEAN;
        Objective objective = new Objective(nec ? o.lambda() : 1, o.maskRatio(), o.normalizedPixels(), nec, perImage);
        Likelihood likelihood =
                o.likelihood() == ObjectiveSettings.Likelihood.SIGN_TRICK ? Likelihood.SIGN : Likelihood.DIFFERENCE;
        Optional<Bottleneck> bottleneck = nec
                ? Optional.of(new Bottleneck(
                        NecGraph.BOTTLENECK,
                        shape.dim(),
                        experiment.entropy().filters(),
                        experiment.entropy().tailMass(),
                        likelihood,
                        perImage))
                : Optional.empty();
        return new Blueprint(shape, objective, bottleneck, likelihood);
    }

    /** The bottleneck's tensors at the start; none without a bottleneck. */
    Map<String, float[]> bottleneckStart(Experiment experiment) {
        return bottleneck
                .map(layer -> new FactorizedDensity(
                                shape.dim(), experiment.entropy().filters())
                        .initial(
                                NecGraph.BOTTLENECK,
                                experiment.entropy().initScale(),
                                experiment.experiment().seed()))
                .orElse(Map.of());
    }

    /** Names and shapes of all tensors. */
    Map<String, long[]> tensorShapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>(shape.tensors());
        bottleneck.ifPresent(layer -> layer.parameters().forEach(p -> shapes.put(p.name(), p.shape())));
        return shapes;
    }
}
