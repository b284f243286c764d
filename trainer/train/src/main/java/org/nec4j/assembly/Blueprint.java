package org.nec4j.assembly;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.config.Experiment;
import org.nec4j.entropy.EntropyModel;
import org.nec4j.entropy.KeptTables;
import org.nec4j.export.CodecBuilder;
import org.nec4j.export.Prediction;
import org.nec4j.export.Preprocessing;
import org.nec4j.objective.Objective;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/**
 * What a model is made of: its shape and what it is trained for.
 *
 * @param shape     of the masked autoencoder
 * @param objective what a step minimizes, and what hangs behind the embedding for it
 */
public record Blueprint(VitShape shape, Objective objective) {
    /** What an experiment's settings mean in terms of the model. */
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

    /**
     * The codec of a model that was trained.
     *
     * @param trained       all tensors of the model
     * @param preprocessing how images become the model's input
     * @param provenance    where it stems from
     * @param withDecoder   whether the objective's decoder of pixels goes with it, which nothing but looking at images needs
     */
    public CodecWriter codec(
            Tensors trained, Preprocessing preprocessing, Map<String, ?> provenance, boolean withDecoder) {
        EntropyModel entropy = entropy()
                .orElseThrow(
                        () -> new UserException(
                                "a model that was trained without an entropy model makes no codec; train one with an objective that has one"));
        Optional<Prediction> prediction = objective
                .tail()
                .pixels()
                .filter(decoder -> withDecoder)
                .map(decoder -> new Prediction(decoder.normalizedPixels()));
        return new CodecBuilder(shape, trained, preprocessing, provenance, prediction).codec(entropy, KeptTables.NONE);
    }

    /** Names and shapes of all tensors. */
    public Map<String, long[]> tensorShapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>(shape.encoderTensors());
        shapes.putAll(objective.tail().tensors());
        entropy().ifPresent(model -> model.parameters().forEach(p -> shapes.put(p.name(), p.shape())));
        return shapes;
    }
}
