package org.nec4j.eval;

import java.util.Optional;
import java.util.function.DoubleFunction;
import org.nd4j.linalg.schedule.ISchedule;
import org.nec4j.backend.Backend;
import org.nec4j.config.FineTuneSettings;
import org.nec4j.data.Normalisation;
import org.nec4j.data.RandomCrop;
import org.nec4j.data.Transform;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.nn.TorchAdam;
import org.nec4j.setup.StartingPoint;
import org.nec4j.vit.LayerDecay;
import org.nec4j.vit.TrainableEncoder;

/**
 * What a fine-tune of the whole encoder starts from and sees.
 *
 * @param settings      how it learns
 * @param start         the pretrained encoder
 * @param whole         how an image is cut for the encoder where nothing is left to chance
 * @param normalisation of the pixels
 */
public record EncoderTuning(
        FineTuneSettings settings, StartingPoint start, Transform whole, Normalisation normalisation) {
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
                LayerContext.of(Backend.kernels()));
    }

    /** What training sees of an image: a random part, in one of the eight ways to lay a picture taken from above. */
    public RandomCrop crop() {
        return new RandomCrop(whole.side(), settings.minScale(), 1, 3.0 / 4, 0.5, 0.5, 0.5, whole.enlarge());
    }

    private static boolean isMatrix(Parameter parameter) {
        return parameter.name().endsWith("weight") && parameter.shape().length > 1;
    }
}
