package org.nec4j.train;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.data.Batch;
import org.nec4j.data.CounterRandom;
import org.nec4j.data.RandomMasking;
import org.nec4j.data.RandomStreams;
import org.nec4j.kernel.Copy;
import org.nec4j.nn.Scratch;
import org.nec4j.vit.VitShape;

/**
 * Adds to a batch of images what is random about a step: the mask and the bottleneck's noise, both functions of the seed and the
 * step alone, so that a resumed run draws what the uninterrupted one would have drawn.
 */
final class StepSource {
    private final VitShape shape;
    private final Objective objective;
    private final RandomStreams streams;
    private final Scratch scratch = new Scratch();

    StepSource(VitShape shape, Objective objective, long seed) {
        this.shape = shape;
        this.objective = objective;
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
        INDArray noise = scratch.get("noise", b, tokens, shape.dim());
        if (objective.bottleneck()) {
            Copy.into(noise, uniform(streams.quantisation(batch.step(), 0), b * tokens * shape.dim(), -0.5));
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
