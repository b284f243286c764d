package org.nec4j.step;

import java.util.Optional;
import java.util.function.Predicate;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.nn.TorchAdam;

/**
 * AdamW (Loshchilov and Hutter, arXiv 1711.05101) for the network and Adam for the quantiles of densities, both on one course of the
 * learning rate: a linear rise, then half a cosine to zero at the last step. Betas and epsilon are the defaults of an experiment's settings.
 *
 * @param peak        the learning rate after the rise
 * @param warmup      steps of the rise
 * @param steps       of the whole training
 * @param weightDecay what a step takes of every weight, times the learning rate
 * @param trains      whether the tensor of a name trains; fixed positions never do
 */
public record AdamW(double peak, long warmup, long steps, double weightDecay, Predicate<String> trains)
        implements Updates {
    private static final double EPSILON = 1e-8;

    /** All tensors train, at once at the full learning rate, with a weight decay of 0.01. */
    public static AdamW of(double peak, long steps) {
        return new AdamW(peak, 0, steps, 0.01, name -> true);
    }

    /** The same where only the tensors of these names train. */
    public AdamW only(Predicate<String> names) {
        return new AdamW(peak, warmup, steps, weightDecay, names);
    }

    @Override
    public Optional<ParameterSetting> setting(Parameter parameter) {
        if (parameter.name().endsWith("pos_embed") || !trains.test(parameter.name())) {
            return Optional.empty();
        }
        return Optional.of(
                parameter.auxiliary()
                        ? new ParameterSetting(new TorchAdam(course(), 0.9, 0.999, EPSILON), 0)
                        : new ParameterSetting(new TorchAdam(course(), 0.9, 0.95, EPSILON), weightDecay));
    }

    @Override
    public double learningRate(long step) {
        return course().valueAt(Math.toIntExact(step), 0);
    }

    private WarmupSchedule course() {
        return new WarmupSchedule(peak, 0, warmup, steps, true);
    }
}
