package org.nec4j.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nec4j.config.SegmentationSettings;
import org.nec4j.data.ByteImage;
import org.nec4j.data.CachedImages;
import org.nec4j.data.ImageSize;
import org.nec4j.data.ImageSource;
import org.nec4j.data.PixelLabels;
import org.nec4j.data.SubsetImages;
import org.nec4j.data.TiledImages;
import org.nec4j.data.Tiling;
import org.nec4j.data.synthetic.SceneLabels;
import org.nec4j.data.synthetic.SyntheticScenes;
import org.nec4j.eval.Embeddings;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.segment.SegmentationTask.Labelled;

/** Land cover of synthetic scenes out of the scenes' own pixels, 8 x 8 of them averaged a token: a task without an encoder. */
class SegmentationHeadTest {
    private static final int SIDE = 64;
    private static final int PATCH = 16;
    private static final List<String> CLASSES = List.of("open", "built");

    private static final SegmentationSettings SETTINGS =
            new SegmentationSettings(false, 16, 8, 0.4, 0.1, 0.75, 250, 25, 8, 1e-3, 0.05);

    @Test
    void learnsTheLandCoverOfSyntheticScenes() {
        SyntheticScenes scenes = new SyntheticScenes(120, 96, 3);
        ImageSource drawnOnce = new CachedImages(scenes, Long.MAX_VALUE);
        int[] train = numbers(0, 90);
        int[] test = numbers(90, 120);
        PixelLabels built = built(scenes);
        SegmentationTask task = SegmentationTask.of(
                CLASSES,
                new Labelled(new SubsetImages(drawnOnce, train), built),
                new Labelled(new SubsetImages(drawnOnce, test), index -> built.labels(test[index])),
                new Tiling(SIDE, 32));
        assertThat(task.tilesPerImage()).isEqualTo(4);
        SegmentationResult result = SegmentationResult.of(
                task, embed(task.train()), embed(task.test()), SETTINGS, List.of(0L), Console.silent());
        SegmentationScores scores = result.first();
        double open = shareOfOpen(task);
        // 80 % are open, so that a head that learns nothing has a mean IoU of 40 %.
        assertThat(scores.accuracy()).isGreaterThan(0.85).isGreaterThan(open + 0.04);
        assertThat(scores.meanIou()).isGreaterThan(0.6);
        assertThat(result.accuracyInterval().low()).isLessThan(scores.accuracy());
        assertThat(result.accuracyInterval().high()).isGreaterThan(scores.accuracy());
    }

    /** From biases of 0, a hundred steps and more turn every feature towards the class that most pixels have. */
    @Test
    void theFirstScoresAreTheClassesShares() {
        SyntheticScenes scenes = new SyntheticScenes(16, SIDE, 5);
        TiledImages tiles = TiledImages.of(scenes, new Tiling(SIDE, SIDE));
        byte[] quarter = new byte[SIDE * SIDE];
        Arrays.fill(quarter, 0, quarter.length / 4, (byte) 1);
        Arrays.fill(quarter, quarter.length / 2, quarter.length / 2 + 100, PixelLabels.IGNORED);
        List<byte[]> labels = Collections.nCopies(16, quarter);
        SegmentationSettings none = new SegmentationSettings(false, 8, 4, 0.4, 0.1, 1, 1, 1, 8, 1e-9, 0.05);
        float[] scores = scores(embed(tiles), labels, none, 1);
        double difference = 0;
        for (int i = 0; i < scores.length; i += 2) {
            difference += (scores[i + 1] - scores[i]) / (scores.length / 2.0);
        }
        // The last layer's weights are drawn near 0, so that biases decide.
        assertThat(difference).isCloseTo(Math.log(1024.0 / (3072 - 100)), within(0.15));
    }

    @Test
    void theSameSeedGivesTheSameHeadAndIgnoredPixelsTeachNothing() {
        SyntheticScenes scenes = new SyntheticScenes(16, SIDE, 5);
        TiledImages tiles = TiledImages.of(scenes, new Tiling(SIDE, SIDE));
        Embeddings embeddings = embed(tiles);
        List<byte[]> labels = new ArrayList<>();
        List<byte[]> halfIgnored = new ArrayList<>();
        for (int i = 0; i < scenes.size(); i++) {
            byte[] cover = built(scenes).labels(i).samples();
            labels.add(cover);
            byte[] half = cover.clone();
            for (int p = 0; p < half.length / 2; p++) {
                half[p] = PixelLabels.IGNORED;
            }
            halfIgnored.add(half);
        }
        SegmentationSettings few = new SegmentationSettings(false, 8, 4, 0.4, 0.1, 1, 4, 1, 8, 1e-3, 0.05);
        float[] once = scores(embeddings, labels, few, 1);
        assertThat(scores(embeddings, labels, few, 1)).isEqualTo(once);
        assertThat(scores(embeddings, labels, few, 2)).isNotEqualTo(once);
        float[] half = scores(embeddings, halfIgnored, few, 1);
        assertThat(half).isNotEqualTo(once);
        // What stands under an ignored pixel cannot matter, since all of them are one value; what matters is that none
        // of them
        // is taken for a class: with everything ignored the scores move by decay alone.
        halfIgnored.forEach(mask -> Arrays.fill(mask, PixelLabels.IGNORED));
        assertThat(scores(embeddings, halfIgnored, few, 1)).doesNotContain(Float.NaN);
    }

    private static float[] scores(Embeddings tiles, List<byte[]> labels, SegmentationSettings settings, long seed) {
        try (Progress progress = Console.silent().progress("", 1, "")) {
            return SegmentationHead.train(
                            tiles, ImageSize.square(SIDE), labels, CLASSES.size(), settings, seed, progress)
                    .scores(tiles.values())
                    .get(0);
        }
    }

    /** Pavement and buildings against the rest. */
    private static PixelLabels built(SyntheticScenes scenes) {
        SceneLabels covers = new SceneLabels(scenes);
        return index -> {
            ByteImage cover = covers.labels(index);
            byte[] labels = cover.samples().clone();
            for (int i = 0; i < labels.length; i++) {
                labels[i] = (byte) (labels[i] >= 6 ? 1 : 0);
            }
            return new ByteImage(cover.width(), cover.height(), 1, labels);
        };
    }

    /** A token is its patch, averaged to 4 x 4 pixels of three channels. */
    private static Embeddings embed(ImageSource tiles) {
        int grid = SIDE / PATCH;
        int dim = 4 * 4 * 3;
        List<float[]> values = new ArrayList<>();
        for (int i = 0; i < tiles.size(); i++) {
            ByteImage image = tiles.picture(i);
            float[] embedding = new float[(1 + grid * grid) * dim];
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    int token = 1 + y / PATCH * grid + x / PATCH;
                    int place = y % PATCH / 4 * 4 + x % PATCH / 4;
                    for (int c = 0; c < 3; c++) {
                        embedding[token * dim + place * 3 + c] += (image.at(x, y, c) - 110) / (60f * 16);
                    }
                }
            }
            values.add(embedding);
        }
        return new Embeddings(1 + grid * grid, dim, values, new int[tiles.size()]);
    }

    private static double shareOfOpen(SegmentationTask task) {
        long open = 0;
        long all = 0;
        for (ByteImage labels : task.testLabels()) {
            for (byte label : labels.samples()) {
                open += label == 0 ? 1 : 0;
                all++;
            }
        }
        return (double) open / all;
    }

    private static int[] numbers(int from, int to) {
        return IntStream.range(from, to).toArray();
    }
}
