package org.nec4j.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.nec4j.assembly.Blueprint;
import org.nec4j.assembly.StartingPoint;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Experiment;
import org.nec4j.config.ModelSettings;
import org.nec4j.config.OptimizerSettings;
import org.nec4j.data.Batches;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.nn.TorchAdam;
import org.nec4j.objective.MaskedAutoencoding;
import org.nec4j.objective.PixelDecoder;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.step.Updates;
import org.nec4j.step.WarmupSchedule;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.VitShape;

/**
 * A decoder for an encoder that comes without one: drawn, then trained alone on the frozen encoder as masked autoencoding (He et al., arXiv
 * 2111.06377) with the run's images, mask ratio, batch and optimizer. The same settings give the same decoder.
 */
final class DecoderWarmUp implements Updates {
    /** Share of the steps in which the learning rate rises. */
    private static final double RISE = 0.05;

    private final Experiment experiment;
    private final Batches batches;
    private final Console console;
    private final BooleanSupplier stop;

    private DecoderWarmUp(Experiment experiment, Batches batches, Console console, BooleanSupplier stop) {
        this.experiment = experiment;
        this.batches = batches;
        this.console = console;
        this.stop = stop;
    }

    /**
     * The start with all tensors that the objective needs.
     *
     * @throws UserException where a decoder is missing and the settings do not ask for one, or it learns nothing but nonsense
     */
    static StartingPoint complete(
            StartingPoint start,
            Blueprint blueprint,
            Experiment experiment,
            Batches batches,
            Console console,
            BooleanSupplier stop) {
        // What else an objective hangs behind the embedding has a start of its own and comes from no checkpoint.
        List<String> missing = blueprint.objective().tail().tensors().keySet().stream()
                .filter(blueprint.shape().tensors()::containsKey)
                .filter(name -> !start.tensors().contains(name))
                .toList();
        if (missing.isEmpty()) {
            return start;
        }
        if (experiment.model().decoder() != ModelSettings.DecoderStart.WARM_UP) {
            throw new UserException(start.origin() + ": holds no decoder (" + missing.get(0)
                    + " and others), behind which objective.kind = "
                    + experiment.objective().kind().word()
                    + " trains; set model.decoder = warm-up to train one first on the frozen encoder, or choose an objective that needs"
                    + " none");
        }
        return new DecoderWarmUp(experiment, batches, console, stop).train(start);
    }

    private StartingPoint train(StartingPoint start) {
        VitShape shape = start.shape();
        int steps = experiment.model().decoderSteps();
        long seed = experiment.experiment().seed();
        console.say("model.decoder = warm-up: " + steps
                + " steps of masked autoencoding train a fresh decoder on the frozen encoder of " + start.origin()
                + " before the run begins.");
        Map<String, float[]> drawn =
                new LinkedHashMap<>(RandomStart.of(shape, seed).all());
        drawn.keySet().retainAll(shape.decoderTensors().keySet());
        MaskedAutoencoding objective = new MaskedAutoencoding(
                experiment.objective().maskRatio(),
                new PixelDecoder(shape, experiment.objective().normalizedPixels()));
        Model model = new Model(new Blueprint(shape, objective), start.tensors().with(drawn));
        Training training = Training.of(model, batches, this, steps)
                .seed(seed)
                .threads(experiment.data().workers(Runtime.getRuntime().availableProcessors()))
                .listener(TrainingListener.stopWhen(stop));
        experiment.training().clipNorm().ifPresent(training::clipNorm);
        Trained trained;
        try (Progress progress = console.progress("training a decoder", steps, "steps")) {
            trained = training.listener(new TrainingListener() {
                        @Override
                        public void step(Moment.Step step) {
                            progress.at(
                                    step.updates(),
                                    String.format(
                                            Locale.ROOT,
                                            "loss %.4f",
                                            step.losses().loss()));
                        }
                    })
                    .run();
        } catch (Diverged e) {
            throw new UserException(
                    "the decoder's warm-up: " + e.since(model.start())
                            + "; lower training.optimizer.learning-rate or set training.clip-norm",
                    e);
        }
        if (trained.ending() == Ending.STOPPED) {
            throw new UserException("stopped after " + trained.updates() + " of " + steps
                    + " steps of the decoder's warm-up, before the run began; nothing is kept, start it again");
        }
        Map<String, float[]> decoder = new LinkedHashMap<>(trained.tensors().all());
        decoder.keySet().retainAll(shape.decoderTensors().keySet());
        return new StartingPoint(shape, start.tensors().with(decoder), start.checkpoint());
    }

    /** Everything of the decoder trains but its positions, which are fixed. */
    @Override
    public Optional<ParameterSetting> setting(Parameter parameter) {
        if (!parameter.name().startsWith("decoder_") && !parameter.name().equals("mask_token")) {
            return Optional.empty();
        }
        OptimizerSettings optimizer = experiment.training().optimizer();
        return Optional.of(new ParameterSetting(
                new TorchAdam(
                        course(), optimizer.betas().first(), optimizer.betas().second(), optimizer.epsilon()),
                optimizer.weightDecay()));
    }

    @Override
    public double learningRate(long step) {
        return course().valueAt(Math.toIntExact(step), 0);
    }

    private WarmupSchedule course() {
        int steps = experiment.model().decoderSteps();
        return new WarmupSchedule(
                experiment.training().optimizer().learningRate(), 0, (long) (RISE * steps), steps, true);
    }
}
