package org.nec4j.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.RampSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nec4j.data.Batch;
import org.nec4j.data.Batches;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Prefetcher;
import org.nec4j.data.SubsetImages;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.vit.TrainableEncoder;

/**
 * The paper's judge of raw pixels (arXiv 2403.17886, published code): the whole encoder learns the classes together with attention
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
        int[] labels = labels(test);
        List<Head.Answer> answers = new ArrayList<>();
        for (int i = 0; i < seeds.size(); i++) {
            ImageSource drawn = new SubsetImages(known, StratifiedSample.of(labels(known), share, seeds.get(i)));
            String name = "fine-tuning the encoder, " + (i + 1) + " of " + seeds.size();
            answers.add(Head.Answer.ofClasses(predict(drawn, test, classes, seeds.get(i), name, console), labels));
            // What the network kept for its backward pass lies outside Java's heap, which feels no pressure to let it
            // go.
            Nd4j.getMemoryManager().invokeGc();
        }
        return HeadResult.of(NAME, answers, labels, classes);
    }

    private int[] predict(ImageSource known, ImageSource test, int classes, long seed, String name, Console console) {
        int size = Math.min(tuning.settings().batchSize(), known.size());
        Batches batches = Batches.training(known, tuning.crop(), tuning.normalisation(), size, seed);
        int perEpoch = batches.perEpoch();
        int steps = Math.multiplyExact(tuning.settings().epochs(), perEpoch);
        TrainableEncoder encoder = tuning.encoder(peak -> course(peak, perEpoch, steps));
        AttentionNetwork network = new AttentionNetwork(
                encoder,
                classes,
                course(tuning.settings().learningRate(), perEpoch, steps),
                tuning.settings().weightDecay(),
                seed);
        try (Progress progress = console.progress(name, steps, "steps");
                Prefetcher ahead = new Prefetcher(batches, 0, steps, 1, 2)) {
            while (ahead.hasNext()) {
                Batch next = ahead.next();
                network.step(next.labels(), encoder.inputs(next.pixels()));
                progress.at(next.step() + 1);
            }
        }
        return predict(network, encoder, test);
    }

    private int[] predict(AttentionNetwork network, TrainableEncoder encoder, ImageSource test) {
        Batches batches = Batches.evaluation(
                test, tuning.whole(), tuning.normalisation(), tuning.settings().batchSize());
        return IntStream.range(0, batches.perEpoch())
                .mapToObj(batches::batch)
                .flatMapToInt(batch -> IntStream.of(network.predict(encoder.inputs(batch.pixels()))))
                .toArray();
    }

    /** Rises over the first epoch and falls to 0 in a line, as the head's on frozen embeddings. */
    private static ISchedule course(double peak, int perEpoch, int steps) {
        return new RampSchedule(new PolySchedule(ScheduleType.ITERATION, peak, 1, steps), perEpoch);
    }

    private static int[] labels(ImageSource images) {
        return IntStream.range(0, images.size()).map(images::label).toArray();
    }
}
