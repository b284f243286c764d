package org.nec4j.reid;

import java.util.Optional;
import org.nec4j.config.ReidExperiment;
import org.nec4j.config.ReidExperiment.Reduction;
import org.nec4j.metric.CodeNetwork;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.step.AdamW;
import org.nec4j.step.Updates;

/**
 * How tensors of a stage move: the encoder's blocks by a rate of their own, a step between levels without decay, and a projection that only
 * chooses numbers of the embedding not at all.
 */
record CodeUpdates(AdamW code, AdamW encoder, boolean projects, boolean trainsBlocks) implements Updates {
    private static final double WARM_UP = 0.05;

    static CodeUpdates of(ReidExperiment settings, Stage stage) {
        ReidExperiment.Training training = settings.training();
        long warmup = Math.round(WARM_UP * stage.steps());
        long steps = Math.max(1, stage.steps());
        return new CodeUpdates(
                new AdamW(training.learningRate(), warmup, steps, training.weightDecay(), name -> true),
                new AdamW(training.encoderLearningRate(), warmup, steps, training.weightDecay(), name -> true),
                settings.code().reduction() == Reduction.LOW_RANK,
                settings.encoder().blocks() > 0);
    }

    @Override
    public Optional<ParameterSetting> setting(Parameter parameter) {
        String name = parameter.name();
        if (name.startsWith(CodeNetwork.STEP)) {
            return code.setting(parameter).map(setting -> new ParameterSetting(setting.updater(), 0));
        }
        if (name.startsWith(CodeNetwork.PROJECTION)) {
            return projects ? code.setting(parameter) : Optional.empty();
        }
        if (name.startsWith(CodeNetwork.EXPANSION) || name.startsWith(CodeNetwork.IDENTITIES)) {
            return code.setting(parameter);
        }
        return trainsBlocks ? encoder.setting(parameter) : Optional.empty();
    }

    @Override
    public double learningRate(long step) {
        return code.learningRate(step);
    }
}
