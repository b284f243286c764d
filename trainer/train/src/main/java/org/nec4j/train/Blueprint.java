package org.nec4j.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nec4j.config.Experiment;
import org.nec4j.entropy.EntropyModel;
import org.nec4j.objective.Objective;
import org.nec4j.setup.ObjectiveDesign;
import org.nec4j.setup.StartingPoint;
import org.nec4j.vit.VitShape;

/** What an experiment's settings mean in terms of the model. */
record Blueprint(VitShape shape, Objective objective) {
    static Blueprint of(Experiment experiment) {
        VitShape shape = StartingPoint.shape(experiment.model());
        return new Blueprint(shape, ObjectiveDesign.chosen(experiment, shape));
    }

    /** The entropy model; nothing where embeddings are not coded. */
    Optional<EntropyModel> entropy() {
        return objective.entropy();
    }

    /** The entropy model's tensors at the start; none without one. */
    Map<String, float[]> entropyStart(Experiment experiment) {
        return entropy()
                .map(model -> model.initial(experiment.experiment().seed()))
                .orElse(Map.of());
    }

    /** Channels of the noise of every layer that quantises, by its name. */
    Map<String, Integer> noises() {
        return entropy().map(EntropyModel::noises).orElse(Map.of());
    }

    /** Names and shapes of all tensors. */
    Map<String, long[]> tensorShapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>(shape.encoderTensors());
        shapes.putAll(objective.tail().tensors());
        entropy().ifPresent(model -> model.parameters().forEach(p -> shapes.put(p.name(), p.shape())));
        return shapes;
    }
}
