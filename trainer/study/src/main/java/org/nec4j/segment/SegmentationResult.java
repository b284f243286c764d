package org.nec4j.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.config.SegmentationSettings;
import org.nec4j.data.ByteImage;
import org.nec4j.data.TiledImages.Tile;
import org.nec4j.eval.Bootstrap;
import org.nec4j.eval.ConfidenceInterval;
import org.nec4j.eval.Embeddings;
import org.nec4j.eval.Wilson;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/**
 * What heads reached on the test images.
 *
 * @param images scores of each test image, a list a seed
 */
public record SegmentationResult(List<List<SegmentationScores>> images) {
    private static final int RESAMPLES = 2000;
    private static final double CONFIDENCE = 0.95;

    public SegmentationResult {
        images = List.copyOf(images);
    }

    /**
     * Trains and scores the head once a seed.
     *
     * @param train embeddings of the task's training tiles
     * @param test  embeddings of its test tiles
     */
    public static SegmentationResult of(
            SegmentationTask task,
            Embeddings train,
            Embeddings test,
            SegmentationSettings settings,
            List<Long> seeds,
            Console console) {
        Embeddings learning = train;
        Embeddings tested = test;
        if (settings.standardize()) {
            TokenStandardization standardization = TokenStandardization.fit(train, task.tile());
            learning = standardization.apply(train);
            tested = standardization.apply(test);
        }
        return standardized(task, learning, tested, settings, seeds, console);
    }

    private static SegmentationResult standardized(
            SegmentationTask task,
            Embeddings train,
            Embeddings test,
            SegmentationSettings settings,
            List<Long> seeds,
            Console console) {
        return of(task, "segmentation head", settings.steps(), seeds, console, (seed, progress) -> {
            SegmentationHead head = SegmentationHead.train(
                    train, task.tile(), task.trainLabels(), task.classes().size(), settings, seed, progress);
            return (from, to) -> head.scores(test.values().subList(from, to));
        });
    }

    /** Fits and scores the linear head, which has no seed; arguments as above. */
    public static SegmentationResult ofRidge(
            SegmentationTask task, Embeddings train, Embeddings test, double penalty, Console console) {
        return of(task, "linear head", 1, List.of(0L), console, (seed, progress) -> {
            RidgeHead head = RidgeHead.fit(
                    train, task.tile(), task.trainLabels(), task.classes().size(), penalty);
            return (from, to) -> head.scores(test.values().subList(from, to));
        });
    }

    /** What learns once a seed. */
    interface Learner {
        TileScores learn(long seed, Progress progress);
    }

    /** Scores of every class on the grid of a test tile, [16 * h * w, K], of the tiles from one to another, exclusive. */
    interface TileScores {
        List<float[]> scores(int from, int to);
    }

    /**
     * Trains and scores whatever learns, once a seed.
     *
     * @param what  for the line of its progress
     * @param steps of one training
     */
    static SegmentationResult of(
            SegmentationTask task, String what, int steps, List<Long> seeds, Console console, Learner learner) {
        List<List<SegmentationScores>> images = new ArrayList<>();
        for (int i = 0; i < seeds.size(); i++) {
            String name = what + ' ' + (i + 1) + " of " + seeds.size();
            try (Progress progress = console.progress(name, steps, "steps")) {
                images.add(score(task, learner.learn(seeds.get(i), progress)));
            }
            // What the network kept for its backward pass lies outside Java's heap, which feels no pressure to let it
            // go.
            Nd4j.getMemoryManager().invokeGc();
        }
        return new SegmentationResult(images);
    }

    private static List<SegmentationScores> score(SegmentationTask task, TileScores learnt) {
        List<SegmentationScores> images = new ArrayList<>();
        int classes = task.classes().size();
        int tile = 0;
        for (int i = 0; i < task.testLabels().size(); i++) {
            ByteImage labels = task.testLabels().get(i);
            int end = tile;
            while (end < task.test().size() && task.test().tiles().get(end).image() == i) {
                end++;
            }
            List<float[]> scores = learnt.scores(tile, end);
            Mosaic mosaic = new Mosaic(labels.width(), labels.height(), classes);
            for (int t = tile; t < end; t++) {
                Tile place = task.test().tiles().get(t);
                mosaic.add(place.box(), scores.get(t - tile));
            }
            images.add(SegmentationScores.of(labels.samples(), mosaic.predicted(), classes));
            tile = end;
        }
        return images;
    }

    /** Overall pixel accuracy of each seed. */
    public List<Double> accuracies() {
        return images.stream().map(one -> sum(one).accuracy()).toList();
    }

    /** Mean intersection over union of each seed. */
    public List<Double> meanIous() {
        return images.stream().map(one -> sum(one).meanIou()).toList();
    }

    /** Scores of the first seed over all test images. */
    public SegmentationScores first() {
        return sum(images.get(0));
    }

    /**
     * Bootstrap interval of the mean accuracy over test images, all seeds' predictions of an image drawn together; Wilson's where it
     * would be a point.
     */
    public ConfidenceInterval accuracyInterval() {
        return interval(SegmentationScores::accuracy);
    }

    /** Likewise of the mean intersection over union. */
    public ConfidenceInterval meanIouInterval() {
        return interval(SegmentationScores::meanIou);
    }

    private ConfidenceInterval interval(ToDoubleFunction<SegmentationScores> score) {
        int count = images.get(0).size();
        ConfidenceInterval resampled = Bootstrap.interval(
                count,
                drawn -> {
                    double sum = 0;
                    for (List<SegmentationScores> seed : images) {
                        SegmentationScores all =
                                SegmentationScores.none(seed.get(0).confusion().length);
                        for (int image : drawn) {
                            all = all.plus(seed.get(image));
                        }
                        sum += score.applyAsDouble(all);
                    }
                    return sum / images.size();
                },
                CONFIDENCE,
                RESAMPLES,
                0);
        // One image, or a few that are all alike, do not tell how far others would lie apart.
        return resampled.low() == resampled.high() ? Wilson.interval(resampled.low(), count) : resampled;
    }

    private static SegmentationScores sum(List<SegmentationScores> images) {
        return images.stream().reduce(SegmentationScores::plus).orElseThrow();
    }
}
