package org.nec4j.assembly;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.AuxiliarySettings;
import org.nec4j.config.OptimizerSettings;
import org.nec4j.config.ParameterRule;
import org.nec4j.config.ParameterRules;
import org.nec4j.config.ScheduleSettings;
import org.nec4j.config.TrainingSettings;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.nn.TorchAdam;
import org.nec4j.step.Updates;
import org.nec4j.step.WarmupSchedule;
import org.nec4j.vit.VitShape;

/** What trains and how: the config's ordered rules applied to every tensor of a model. */
public final class ParameterPlan implements Updates {
    /** Tensors that never train. */
    public static final List<String> FIXED = List.of("pos_embed", "decoder_pos_embed");

    private final TrainingSettings training;
    private final long steps;
    private final long warmup;
    private final Map<String, ParameterRule> rules;

    /**
     * Applies the rules; throws UserException where a tensor has no rule, a rule no tensor, or fixed positions would train.
     *
     * @param names   of all tensors
     * @param steps   of the whole run
     * @param perEpoch steps of an epoch
     */
    public ParameterPlan(
            TrainingSettings training, VitShape shape, Collection<String> names, long steps, long perEpoch) {
        this.training = training;
        this.steps = steps;
        this.warmup = training.schedule().warmup().steps(perEpoch);
        this.rules = ParameterRules.assign(training.parameters(), names, shape.depth(), shape.decoderDepth());
        for (String fixed : FIXED) {
            if (names.contains(fixed) && rules.get(fixed).train()) {
                throw new UserException("training.parameters: one " + wouldTrain(rules.get(fixed), fixed) + ".");
            }
        }
    }

    /** What is said of a rule that would train positions. */
    public static String wouldTrain(ParameterRule rule, String fixed) {
        return "has the pattern \"" + rule.pattern() + "\" and trains " + fixed
                + ", but positions are fixed; put { pattern = \"*pos_embed\", train = false } before it";
    }

    /** How a tensor trains; nothing where it is frozen. */
    @Override
    public Optional<ParameterSetting> setting(Parameter parameter) {
        ParameterRule rule = rules.get(parameter.name());
        if (!rule.train()) {
            return Optional.empty();
        }
        double scale = rule.learningRateScale().orElse(1.0);
        if (parameter.auxiliary()) {
            AuxiliarySettings auxiliary = training.auxiliary();
            return Optional.of(new ParameterSetting(
                    adam(
                            auxiliary.learningRate() * scale,
                            auxiliary.betas().first(),
                            auxiliary.betas().second(),
                            auxiliary.epsilon()),
                    0));
        }
        OptimizerSettings optimizer = training.optimizer();
        return Optional.of(new ParameterSetting(
                adam(
                        optimizer.learningRate() * scale,
                        optimizer.betas().first(),
                        optimizer.betas().second(),
                        optimizer.epsilon()),
                rule.weightDecay().orElse(optimizer.weightDecay())));
    }

    /** The network's learning rate at a step, before any rule's scale. */
    @Override
    public double learningRate(long step) {
        return course(training.optimizer().learningRate()).valueAt(Math.toIntExact(step), 0);
    }

    private IUpdater adam(double peak, double beta1, double beta2, double epsilon) {
        return new TorchAdam(course(peak), beta1, beta2, epsilon);
    }

    private WarmupSchedule course(double peak) {
        ScheduleSettings schedule = training.schedule();
        boolean cosine = schedule.kind() == ScheduleSettings.Kind.COSINE;
        return new WarmupSchedule(peak, Math.min(peak, schedule.minimumLearningRate()), warmup, steps, cosine);
    }
}
