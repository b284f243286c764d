package org.nec4j.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.data.Batch;
import org.nec4j.data.CounterRandom;
import org.nec4j.data.RandomMasking;
import org.nec4j.data.RandomStreams;
import org.nec4j.kernel.Copy;
import org.nec4j.nn.Scratch;
import org.nec4j.vit.VitShape;

/**
 * Adds to a batch of images what is random about a step: the mask and the noise that stands for rounding, both functions of the seed and the
 * step alone, so that a resumed run draws what the uninterrupted one would have drawn.
 */
final class StepSource {
    private final VitShape shape;
    private final Objective objective;
    private final Map<String, Integer> noises;
    private final RandomStreams streams;
    private final Scratch scratch = new Scratch();

    /** @param noises channels of the noise of every layer that quantises, by its name */
    StepSource(VitShape shape, Objective objective, Map<String, Integer> noises, long seed) {
        this.shape = shape;
        this.objective = objective;
        this.noises = noises;
        this.streams = new RandomStreams(seed);
    }

    /** The inputs of a step; arrays are used again by the next call. */
    StepInputs of(Batch batch) {
        int b = batch.size();
        INDArray images = scratch.get("images", b, batch.channels(), batch.side(), batch.side());
        Copy.into(images, batch.pixels());
        float[] order = uniform(streams.mask(batch.step()), b * shape.patches(), 0);
        RandomMasking masking = RandomMasking.of(order, shape.patches(), objective.maskRatio());
        int tokens = 1 + masking.keep()[0].length;
        Map<String, INDArray> noise = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> layer : noises.entrySet()) {
            CounterRandom random = streams.quantisation(batch.step(), noise.size());
            INDArray values = scratch.get(layer.getKey(), b, tokens, layer.getValue());
            Copy.into(values, uniform(random, b * tokens * layer.getValue(), -0.5));
            noise.put(layer.getKey(), values);
        }
        return new StepInputs(images, masking.keep(), masking.restore(), noise);
    }

    private static float[] uniform(CounterRandom random, int count, double low) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            // Rounding to float could reach the open end; the next float below it is as good.
            values[i] = Math.min((float) (low + random.uniform(i)), Math.nextDown((float) (low + 1)));
        }
        return values;
    }
}
