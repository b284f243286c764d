package org.nec4j.train;

import java.util.Locale;
import org.nec4j.backend.Backend;
import org.nec4j.backend.FrozenProducts;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Experiment;
import org.nec4j.config.Span;
import org.nec4j.data.Batches;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.setup.Blueprint;
import org.nec4j.setup.ParameterPlan;
import org.nec4j.step.Network;
import org.nec4j.step.Optimizer;
import org.nec4j.step.StepSource;
import org.nec4j.step.Stepper;
import org.nec4j.vit.Tensors;

/**
 * All that takes steps, built from settings and the tensors that a run begins with.
 *
 * @param steps         of the whole run
 * @param imagesPerStep that one step learns from
 * @param trainable     numbers that train
 * @param numbers       of the whole model; fixed positions are not counted, as in the paper's 10.4 %
 */
record Assembly(
        ParameterPlan plan,
        Network network,
        Stepper stepper,
        StepSource source,
        long steps,
        int imagesPerStep,
        long trainable,
        long numbers) {
    /** Steps of an epoch, each of {@code training.accumulate} batches. */
    static long perEpoch(Experiment experiment, Batches batches) {
        return Math.max(1, batches.perEpoch() / experiment.training().accumulate());
    }

    /** Throws UserException where the share of the numbers that would train is not what the settings promise. */
    static Assembly of(
            Experiment experiment, Blueprint blueprint, long perEpoch, Tensors start, FrozenProducts frozen) {
        long steps = experiment.training().length().steps(perEpoch);
        int accumulate = experiment.training().accumulate();
        long seed = experiment.experiment().seed();
        ParameterPlan plan = new ParameterPlan(
                experiment.training(),
                blueprint.shape(),
                blueprint.tensorShapes().keySet(),
                steps,
                perEpoch);
        Kernels kernels = Backend.kernels();
        Network network = new Network(
                blueprint.shape(),
                blueprint.objective(),
                start,
                plan::setting,
                seed,
                LayerContext.of(kernels, frozen.linear()));
        Optimizer optimizer = new Optimizer(
                network.graph(),
                network.plan().layers().values(),
                experiment.training().clipNorm(),
                accumulate,
                kernels);
        Stepper stepper = new Stepper(
                blueprint.objective(), network, optimizer, experiment.data().batchSize());
        StepSource source = StepSource.of(blueprint.shape(), blueprint.objective(), start, seed, kernels);
        Assembly assembly = new Assembly(
                plan,
                network,
                stepper,
                source,
                steps,
                experiment.data().batchSize() * accumulate,
                optimizer.trainable(),
                numbers(start));
        assembly.requireShare(experiment.training().trainableShare());
        return assembly;
    }

    /** Of all numbers those that train. */
    double share() {
        return (double) trainable / numbers;
    }

    /** "655,232 of 6,415,552 numbers train (10.2 %), 150 steps of 32 images". */
    String words() {
        return String.format(
                Locale.ROOT,
                "%,d of %,d numbers train (%.1f %%), %d steps of %d images",
                trainable,
                numbers,
                100 * share(),
                steps,
                imagesPerStep);
    }

    private void requireShare(Span band) {
        if (!band.contains(share())) {
            throw new UserException(String.format(
                    Locale.ROOT,
                    "training.trainable-share: %.4f of the numbers would train, outside the promised band [%s, %s];"
                            + " change training.parameters or the band",
                    share(),
                    band.low(),
                    band.high()));
        }
    }

    private static long numbers(Tensors tensors) {
        return tensors.all().entrySet().stream()
                .filter(entry -> !entry.getKey().endsWith("pos_embed"))
                .mapToLong(entry -> entry.getValue().length)
                .sum();
    }
}
