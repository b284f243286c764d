package org.nec4j.train;

import org.nec4j.assembly.Blueprint;
import org.nec4j.assembly.ParameterPlan;
import org.nec4j.backend.Backend;
import org.nec4j.backend.FrozenProducts;
import org.nec4j.config.Experiment;
import org.nec4j.config.TrainingSettings;
import org.nec4j.data.Batches;
import org.nec4j.nn.LayerContext;

/** A training as an experiment's settings make it; listeners are added by whoever runs it. */
final class ConfiguredTraining {
    private ConfiguredTraining() {}

    /** Steps of an epoch, each of {@code training.accumulate} batches. */
    static long perEpoch(Experiment experiment, Batches batches) {
        return Math.max(1, batches.perEpoch() / experiment.training().accumulate());
    }

    /** A training of so many steps; learning rates follow the length that the settings give. */
    static Training of(Experiment experiment, Model model, Batches batches, long steps, FrozenProducts frozen) {
        TrainingSettings settings = experiment.training();
        Blueprint blueprint = model.blueprint();
        long perEpoch = perEpoch(experiment, batches);
        ParameterPlan plan = new ParameterPlan(
                settings,
                blueprint.shape(),
                blueprint.tensorShapes().keySet(),
                settings.length().steps(perEpoch),
                perEpoch);
        Training training = Training.of(model, batches, plan, steps)
                .seed(experiment.experiment().seed())
                .accumulate(settings.accumulate())
                .threads(experiment.data().workers(Runtime.getRuntime().availableProcessors()))
                .computing(LayerContext.of(Backend.kernels(), frozen.linear()));
        settings.clipNorm().ifPresent(training::clipNorm);
        return training;
    }
}
