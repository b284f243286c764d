package org.nec4j.export;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ObjIntConsumer;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.Sensor;
import org.nec4j.codec.model.SensingCoder;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.data.Batch;
import org.nec4j.data.Batches;
import org.nec4j.data.ImageSource;
import org.nec4j.progress.Progress;

/**
 * Images in grey to the measurements of a sensing codec.
 *
 * @param sensor        what measures
 * @param preprocessing how images become red, green and blue from 0 to 1
 */
public record GreyImages(Sensor sensor, Preprocessing preprocessing) implements Embedder {
    /** ITU-R BT.601: what red, green and blue count for in grey. */
    private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

    /** Whether a codec file is one that senses, as far as its strings tell. */
    public static boolean areOf(Path codec) {
        try (SafeTensors tensors = SafeTensors.open(codec)) {
            return SensingCoder.MODEL.equals(tensors.metadata().get("model"));
        }
    }

    /** Those of a sensing codec's file. */
    public static GreyImages of(Path codec) {
        Sensor sensor = Sensor.open(codec);
        return new GreyImages(
                sensor, Preprocessing.read(sensor.codec().settings().object("preprocessing")));
    }

    /** How images become what is turned into grey. */
    public static Preprocessing preprocessing(int side) {
        return new Preprocessing(side, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0), false);
    }

    /** An image of a batch in grey from 0 to 1, [n], of pixels [B, 3, n]. */
    public static float[] grey(float[] pixels, int image, int n) {
        float[] grey = new float[n];
        for (int i = 0; i < n * LUMA.length; i++) {
            grey[i % n] += LUMA[i / n] * pixels[image * LUMA.length * n + i];
        }
        return grey;
    }

    @Override
    public int embedUntil(
            BooleanSupplier stop, ImageSource images, int batch, Progress progress, ObjIntConsumer<Embedding> each) {
        return greyUntil(stop, images, batch, progress, (grey, index) -> each.accept(sensor.measure(grey), index));
    }

    /** As {@link #embedUntil}, the images themselves: grey from 0 to 1, [height * width], with their index. */
    public int greyUntil(
            BooleanSupplier stop, ImageSource images, int batch, Progress progress, ObjIntConsumer<float[]> each) {
        Batches batches = Batches.evaluation(images, preprocessing.transform(), preprocessing.normalization(), batch);
        int done = 0;
        for (int step = 0; step < batches.perEpoch() && !stop.getAsBoolean(); step++) {
            Batch next = batches.batch(step);
            for (int b = 0; b < next.size(); b++) {
                each.accept(grey(next.pixels(), b, sensor.height() * sensor.width()), done++);
            }
            progress.at(done);
        }
        return done;
    }
}
