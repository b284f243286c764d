package org.nec4j.step;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.data.Batch;
import org.nec4j.data.CounterRandom;
import org.nec4j.data.RandomMasking;
import org.nec4j.data.RandomStreams;
import org.nec4j.entropy.EntropyModel;
import org.nec4j.kernel.CopyKernels;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Scratch;
import org.nec4j.objective.Objective;
import org.nec4j.objective.StepInputs;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.Visible;
import org.nec4j.vit.VitShape;

/**
 * Adds to a batch of images what is random about a step: the mask and the noise that stands for rounding, both functions of the seed and the
 * step alone, so that a resumed run draws what the uninterrupted one would have drawn.
 */
public final class StepSource {
    private final VitShape shape;
    private final double maskRatio;
    private final Map<String, Integer> noises;
    private final boolean inOrder;
    private final Optional<Encoder> teacher;
    private final Optional<KnownImages> known;
    private final RandomStreams streams;
    private final CopyKernels copies;
    private final Scratch scratch = new Scratch();

    /**
     * Of these.
     *
     * @param noises  channels of the noise of every layer that quantizes, by its name
     * @param inOrder whether patches come in the order of the grid
     * @param teacher what embeds the images unmasked, where that is asked for
     * @param known   what is known of the images already
     * @param copies  the way into arrays
     */
    StepSource(
            VitShape shape,
            double maskRatio,
            Map<String, Integer> noises,
            boolean inOrder,
            Optional<Encoder> teacher,
            Optional<KnownImages> known,
            long seed,
            CopyKernels copies) {
        this.shape = shape;
        this.maskRatio = maskRatio;
        this.noises = noises;
        this.inOrder = inOrder;
        this.teacher = teacher;
        this.known = known;
        this.copies = copies;
        this.streams = new RandomStreams(seed);
    }

    /**
     * For all that an objective asks of a step.
     *
     * @param start   the tensors that training began with, which a teacher keeps
     * @param kernels what computes
     */
    public static StepSource of(VitShape shape, Objective objective, Tensors start, long seed, Kernels kernels) {
        return of(shape, objective, start, Optional.empty(), seed, kernels);
    }

    /** As above, with what is known of the images already. */
    public static StepSource of(
            VitShape shape,
            Objective objective,
            Tensors start,
            Optional<KnownImages> known,
            long seed,
            Kernels kernels) {
        Optional<Encoder> teacher = known.isEmpty() && objective.needs().contains(Objective.Need.TEACHER)
                ? Optional.of(new Encoder(shape, start, LayerContext.of(kernels)))
                : Optional.empty();
        return new StepSource(
                shape,
                objective.maskRatio(),
                objective.entropy().map(EntropyModel::noises).orElse(Map.of()),
                objective.needs().contains(Objective.Need.GRID),
                teacher,
                known,
                seed,
                kernels.copies());
    }

    /** The inputs of a step; arrays are used again by the next call. */
    public StepInputs of(Batch batch) {
        int b = batch.size();
        INDArray images = scratch.get("images", batch.shape());
        copies.into(images, batch.pixels());
        RandomMasking masking = masking(batch.step(), b);
        int tokens = 1 + masking.keep()[0].length;
        Map<String, INDArray> noise = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> layer : noises.entrySet()) {
            CounterRandom random = streams.quantization(batch.step(), noise.size());
            INDArray values = scratch.get(layer.getKey(), b, tokens, layer.getValue());
            copies.into(values, uniform(random, b * tokens * layer.getValue(), -0.5));
            noise.put(layer.getKey(), values);
        }
        Optional<KnownImages.Known> batchKnown = known.map(from -> from.of(batch));
        return new StepInputs(
                images,
                masking.keep(),
                masking.restore(),
                noise,
                batchKnown.map(KnownImages.Known::embeddings).or(() -> teacher.map(encoder -> encoder.embed(images))),
                batchKnown.map(KnownImages.Known::tokens));
    }

    private RandomMasking masking(long step, int images) {
        if (inOrder) {
            int[][] all = Visible.all(images, shape.patches());
            return new RandomMasking(all, all);
        }
        return RandomMasking.of(uniform(streams.mask(step), images * shape.patches(), 0), shape.patches(), maskRatio);
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
