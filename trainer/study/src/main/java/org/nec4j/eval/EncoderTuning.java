package org.nec4j.eval;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.schedule.ISchedule;
import org.nec4j.assembly.StartingPoint;
import org.nec4j.config.FineTuneSettings;
import org.nec4j.data.Batch;
import org.nec4j.data.Batches;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Normalization;
import org.nec4j.data.Prefetcher;
import org.nec4j.data.RandomCrop;
import org.nec4j.data.Transform;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.nn.TorchAdam;
import org.nec4j.progress.Progress;
import org.nec4j.vit.LayerDecay;
import org.nec4j.vit.TrainableEncoder;

/**
 * What a fine-tune of the whole encoder starts from and sees.
 *
 * @param settings      how it learns
 * @param start         the pretrained encoder
 * @param whole         how an image is cut for the encoder where nothing is left to chance
 * @param normalization of the pixels
 * @param context       what computes
 */
public record EncoderTuning(
        FineTuneSettings settings,
        StartingPoint start,
        Transform whole,
        Normalization normalization,
        LayerContext context) {
    /**
     * The pretrained encoder, all of it to be trained.
     *
     * @param course the course of a learning rate whose highest value it is given
     */
    public TrainableEncoder encoder(DoubleFunction<ISchedule> course) {
        LayerDecay decay = new LayerDecay(settings.layerDecay(), start.shape().depth());
        return new TrainableEncoder(
                start.shape(),
                start.tensors(),
                parameter -> Optional.of(new ParameterSetting(
                        new TorchAdam(
                                course.apply(settings.learningRate() * decay.scale(parameter.name())),
                                0.9,
                                0.999,
                                1e-8),
                        isMatrix(parameter) ? settings.weightDecay() : 0)),
                context);
    }

    /** What training sees of an image: a random part, in one of the eight ways to lay a picture taken from above. */
    public RandomCrop crop() {
        return new RandomCrop(whole.size(), settings.minScale(), 1, 3.0 / 4, 0.5, 0.5, 0.5, whole.enlarge());
    }

    /** One step towards what is wanted of a batch, from the encoder's inputs for it; returns what to tell of it. */
    @FunctionalInterface
    public interface Step {
        /** Takes the step. */
        String take(Batch batch, INDArray[] inputs);
    }

    /** Batches of images to learn from, cut by chance, without end; fewer images than a batch are one. */
    public Batches batches(ImageSource images, int size, long seed) {
        return Batches.training(images, crop(), normalization, Math.min(size, images.size()), seed);
    }

    /** So many steps of an encoder and of what stands behind it. */
    public void train(TrainableEncoder encoder, Batches batches, long steps, Progress progress, Step step) {
        try (Prefetcher ahead = new Prefetcher(batches, 0, steps, 1, 2)) {
            while (ahead.hasNext()) {
                Batch next = ahead.next();
                progress.at(next.step() + 1, step.take(next, encoder.inputs(next.pixels())));
            }
        }
    }

    /** Gives the encoder's inputs for all images, nothing left to chance, in batches. */
    public void look(TrainableEncoder encoder, ImageSource images, int size, Consumer<INDArray[]> each) {
        Batches batches = Batches.evaluation(images, whole, normalization, size);
        for (int i = 0; i < batches.perEpoch(); i++) {
            each.accept(encoder.inputs(batches.batch(i).pixels()));
        }
    }

    private static boolean isMatrix(Parameter parameter) {
        return parameter.name().endsWith("weight") && parameter.shape().length > 1;
    }
}
