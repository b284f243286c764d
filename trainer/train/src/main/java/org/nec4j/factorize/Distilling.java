package org.nec4j.factorize;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.Batch;
import org.nec4j.data.Batches;
import org.nec4j.data.ImageSource;
import org.nec4j.export.Preprocessing;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.step.AdamW;
import org.nec4j.step.EncoderStepper;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.Tensors;

/**
 * A short training behind the closed form: all numbers of the smaller encoder move towards the whole one's tokens on training images, no label read. The learning rate
 * is small and rises first, as a larger one destroys what the closed form begins with.
 */
final class Distilling {
    private static final double PEAK = 2e-4;
    private static final long RISE = 10;
    private static final double CLIP = 1;
    private static final int BATCH = 16;

    private Distilling() {}

    /**
     * The smaller encoder after so many steps; the same bits on the same machine.
     *
     * @param images training images of the encoder
     * @throws UserException where the encoder has two ends, there are too few images, or the training breaks
     */
    static EncoderModel distilled(
            EncoderModel whole,
            EncoderModel small,
            long steps,
            ImageSource images,
            Preprocessing preprocessing,
            Kernels kernels,
            Console console) {
        if (steps == 0) {
            return small;
        }
        if (Encoder.forks(whole.tensors())) {
            throw new UserException(
                    "--distill trains an encoder of one end, and that of a distilled codec has two; leave it out");
        }
        Encoder teacher = new Encoder(whole.shape(), whole.tensors(), LayerContext.of(kernels));
        EncoderStepper student = new EncoderStepper(
                small.shape(),
                small.tensors(),
                new AdamW(PEAK, Math.min(RISE, steps), steps, 0, name -> true),
                CLIP,
                LayerContext.of(kernels));
        Batches batches = Batches.training(
                images, preprocessing.transform(), preprocessing.normalization(), Math.min(BATCH, images.size()), 0);
        try (Progress progress = console.progress("distilling", steps, "steps")) {
            for (long step = 0; step < steps; step++) {
                Batch batch = batches.batch(step);
                double error = student.step(step, batch.pixels(), teacher.embed(batch.pixels()));
                if (!Double.isFinite(error)) {
                    throw new UserException("distilling broke at step " + step + " with an error of " + error
                            + "; the factors before it are sound, leave --distill out");
                }
                progress.at(step + 1.0);
            }
        }
        Map<String, float[]> tensors = new LinkedHashMap<>(small.tensors().all());
        tensors.putAll(student.tensors());
        return new EncoderModel(small.shape(), new Tensors(tensors));
    }
}
