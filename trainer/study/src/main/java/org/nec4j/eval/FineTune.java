package org.nec4j.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.schedule.ISchedule;
import org.nec4j.data.Batches;
import org.nec4j.data.ImageSource;
import org.nec4j.data.SubsetImages;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.vit.TrainableEncoder;

/**
 * The paper's judge of raw pixels (arXiv 2403.17886, published code): the whole encoder learns the classes together with attention
 * pooling and a linear layer. Learning rates fall from layer to layer; images are cropped, mirrored, flipped and turned by chance.
 * docs/reproduce.md says what of the published recipe, meant for 400 epochs, is not part of it.
 *
 * @param tuning what it starts from and sees
 */
public record FineTune(EncoderTuning tuning) {
    /** What tables call it. */
    public static final String NAME = "attention+fine-tune";

    /**
     * Learns from {@code known} once a seed and gives test images classes.
     *
     * @param known   images with their classes
     * @param share   of the known images of each class that a seed draws
     * @param classes number of classes
     */
    public HeadResult result(
            ImageSource known, ImageSource test, int classes, List<Long> seeds, double share, Console console) {
        int[] labels = test.labels();
        List<Head.Answer> answers = new ArrayList<>();
        for (int i = 0; i < seeds.size(); i++) {
            ImageSource drawn = new SubsetImages(known, StratifiedSample.of(known.labels(), share, seeds.get(i)));
            String name = "fine-tuning the encoder, " + (i + 1) + " of " + seeds.size();
            answers.add(Head.Answer.ofClasses(predict(drawn, test, classes, seeds.get(i), name, console), labels));
            // What the network kept for its backward pass lies outside Java's heap, which feels no pressure to let it
            // go.
            Nd4j.getMemoryManager().invokeGc();
        }
        return HeadResult.of(NAME, answers, labels, classes);
    }

    private int[] predict(ImageSource known, ImageSource test, int classes, long seed, String name, Console console) {
        Batches batches = tuning.batches(known, tuning.settings().batchSize(), seed);
        int perEpoch = batches.perEpoch();
        int steps = Math.multiplyExact(tuning.settings().epochs(), perEpoch);
        TrainableEncoder encoder = tuning.encoder(peak -> course(peak, perEpoch, steps));
        AttentionNetwork network = new AttentionNetwork(
                encoder,
                classes,
                course(tuning.settings().learningRate(), perEpoch, steps),
                tuning.settings().weightDecay(),
                seed);
        try (Progress progress = console.progress(name, steps, "steps")) {
            tuning.train(encoder, batches, steps, progress, (batch, inputs) -> {
                network.step(batch.labels(), inputs);
                return "";
            });
        }
        IntStream.Builder predicted = IntStream.builder();
        tuning.look(encoder, test, tuning.settings().batchSize(), inputs -> IntStream.of(network.predict(inputs))
                .forEach(predicted));
        return predicted.build().toArray();
    }

    /** Rises over the first epoch and falls to 0 in a line. */
    private static ISchedule course(double peak, int perEpoch, int steps) {
        return new LinearDecay(peak, perEpoch, steps);
    }
}
