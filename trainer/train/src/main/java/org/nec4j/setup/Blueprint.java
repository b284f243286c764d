package org.nec4j.setup;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nec4j.config.Experiment;
import org.nec4j.entropy.EntropyModel;
import org.nec4j.objective.Objective;
import org.nec4j.vit.VitShape;

/** What an experiment's settings mean in terms of the model. */
public record Blueprint(VitShape shape, Objective objective) {
    public static Blueprint of(Experiment experiment) {
        VitShape shape = StartingPoint.shape(experiment.model());
        return new Blueprint(shape, ObjectiveDesign.chosen(experiment, shape));
    }

    /** The entropy model; nothing where embeddings are not coded. */
    public Optional<EntropyModel> entropy() {
        return objective.entropy();
    }

    /** The entropy model's tensors at the start; none without one. */
    public Map<String, float[]> entropyStart(Experiment experiment) {
        return entropy()
                .map(model -> model.initial(experiment.experiment().seed()))
                .orElse(Map.of());
    }

    /** Names and shapes of all tensors. */
    public Map<String, long[]> tensorShapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>(shape.encoderTensors());
        shapes.putAll(objective.tail().tensors());
        entropy().ifPresent(model -> model.parameters().forEach(p -> shapes.put(p.name(), p.shape())));
        return shapes;
    }
}
