package org.nec4j.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nec4j.config.SegmentationSettings;
import org.nec4j.data.Batches;
import org.nec4j.data.ImageSize;
import org.nec4j.data.ImageSource;
import org.nec4j.data.RandomCrop;
import org.nec4j.data.RandomStreams;
import org.nec4j.data.SubsetImages;
import org.nec4j.eval.EncoderTuning;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.vit.TrainableEncoder;

/**
 * The paper's judge of raw pixels (arXiv 2403.17886, published code): the whole encoder learns the classes of pixels together with the
 * head. A tile and its mask are cropped, mirrored, flipped and turned alike; docs/reproduce.md says what of the published recipe is not
 * part of it.
 *
 * @param tuning   what the encoder starts from and sees
 * @param settings of the head; its steps count
 */
public record SegmentationFineTune(EncoderTuning tuning, SegmentationSettings settings) {
    /**
     * Learns once a seed and scores the test images.
     *
     * @param task  classes of the pixels
     * @param train pixels of the task's training tiles
     * @param test  pixels of its test tiles
     */
    public SegmentationResult result(
            SegmentationTask task, ImageSource train, ImageSource test, List<Long> seeds, Console console) {
        return SegmentationResult.of(
                task, "fine-tuning the encoder", settings.steps(), seeds, console, (seed, progress) -> {
                    TrainableEncoder encoder =
                            tuning.encoder(peak -> new PolynomialSchedule(peak, settings.warmup(), settings.steps()));
                    SegmentationNetwork network = SegmentationHead.network(
                            Optional.of(encoder),
                            encoder.grid(),
                            encoder.dim(),
                            task.classes().size(),
                            task.trainLabels(),
                            settings,
                            seed);
                    train(network, encoder, train, task, seed, progress);
                    return (from, to) -> scores(network, encoder, test, from, to);
                });
    }

    private void train(
            SegmentationNetwork network,
            TrainableEncoder encoder,
            ImageSource tiles,
            SegmentationTask task,
            long seed,
            Progress progress) {
        ImageSize tile = task.tile();
        RandomCrop crop = tuning.crop();
        RandomStreams streams = new RandomStreams(seed);
        Batches batches = tuning.batches(tiles, settings.batchSize(), seed);
        tuning.train(encoder, batches, settings.steps(), progress, (batch, inputs) -> {
            long epoch = batch.step() / batches.perEpoch();
            List<byte[]> labels = new ArrayList<>();
            for (int index : batch.index()) {
                // The very draw that cut the pixels.
                labels.add(crop.view(tile.columns(), tile.rows(), streams.augmentation(epoch, index))
                        .ofMask(task.trainLabels().get(index), tile.columns()));
            }
            return String.format(Locale.ROOT, "score %.3f", network.fit(labels, inputs));
        });
    }

    private List<float[]> scores(
            SegmentationNetwork network, TrainableEncoder encoder, ImageSource test, int from, int to) {
        ImageSource tiles = new SubsetImages(test, IntStream.range(from, to).toArray());
        List<float[]> scores = new ArrayList<>();
        tuning.look(encoder, tiles, settings.batchSize(), inputs -> scores.addAll(network.scores(inputs)));
        return scores;
    }
}
