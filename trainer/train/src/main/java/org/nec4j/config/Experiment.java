package org.nec4j.config;

/** Everything one training run is made of, as its HOCON file states it on top of {@code reference.conf}. */
public record Experiment(
        ExperimentSettings experiment,
        ModelSettings model,
        DataSettings data,
        ObjectiveSettings objective,
        EntropySettings entropy,
        TransformSettings transform,
        TrainingSettings training,
        EvaluationSettings evaluation) {

    public Experiment {
        Violations wrong = new Violations();
        wrong.unless(
                data.mean().size() == model.channels(),
                "data.mean",
                "has " + data.mean().size() + " numbers for " + model.channels() + " channels; give one a channel");
        wrong.unless(
                data.std().size() == model.channels(),
                "data.std",
                "has " + data.std().size() + " numbers for " + model.channels() + " channels; give one a channel");
        wrong.unless(
                objective.kind().codes()
                        || training.parameters().stream()
                                .noneMatch(r -> r.train() && r.pattern().matches("(entropy_)?bottleneck.*|h_[as].*")),
                "training.parameters",
                "train a bottleneck, which objective.kind = " + objective.kind().word()
                        + " does not have; take the rule away or set objective.kind = nec");
        wrong.report();
    }
}
