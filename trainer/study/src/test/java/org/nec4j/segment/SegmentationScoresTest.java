package org.nec4j.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nec4j.data.Box;
import org.nec4j.data.PixelLabels;
import org.nec4j.kernel.LossKernels;

class SegmentationScoresTest {
    /**
     * torchmetrics 1.9.0, MulticlassJaccardIndex(3, ignore_index=255), macro: 0.6667 of IoUs 0.6667, 0.6667 and an absent class; NumPy's
     * nanmean of the same, which is mmsegmentation's.
     */
    @Test
    void aClassThatIsNeitherPresentNorPredictedDoesNotCount() {
        byte ignored = org.nec4j.data.PixelLabels.IGNORED;
        SegmentationScores scores =
                SegmentationScores.of(new byte[] {0, 0, 1, 1, 1, ignored}, new byte[] {0, 0, 1, 1, 0, 0}, 3);
        assertThat(scores.meanIou()).isEqualTo(2.0 / 3);
        assertThat(scores.iou()[2]).isNaN();
    }

    @Test
    void classesBeyondTheHundredTwentySeventhCount() {
        SegmentationScores scores =
                SegmentationScores.of(new byte[] {(byte) 200, 3}, new byte[] {(byte) 200, (byte) 200}, 254);
        assertThat(scores.accuracy()).isEqualTo(0.5);
        assertThat(scores.iou()[200]).isEqualTo(0.5);
    }

    private static final byte[] TRUTH = {0, 0, 1, 2, (byte) 255, 2, 1, 0, 0, 0};
    private static final byte[] PREDICTED = {0, 1, 1, 2, 0, 1, 1, 0, 2, 0};

    @Test
    void scoresAreThoseOfScikitLearn() {
        SegmentationScores scores = SegmentationScores.of(TRUTH, PREDICTED, 3);
        // accuracy_score, jaccard_score and f1_score (average=None) of scikit-learn 1.7 without the pixel of 255
        assertThat(scores.pixels()).isEqualTo(9);
        assertThat(scores.accuracy()).isCloseTo(6 / 9.0, within(1e-12));
        assertThat(scores.iou()).containsExactly(new double[] {0.6, 0.5, 1 / 3.0}, within(1e-12));
        assertThat(scores.f1()).containsExactly(new double[] {0.75, 2 / 3.0, 0.5}, within(1e-12));
        assertThat(scores.meanIou()).isCloseTo((0.6 + 0.5 + 1 / 3.0) / 3, within(1e-12));
    }

    @Test
    void aPixelThatNoMaskLabelsIsOneThatNoLossCounts() {
        assertThat(Byte.toUnsignedInt(PixelLabels.IGNORED)).isEqualTo(LossKernels.IGNORED);
    }

    @Test
    void aClassThatIsNeitherPresentNorPredictedIsLeftOutOfTheMean() {
        SegmentationScores scores = SegmentationScores.of(TRUTH, PREDICTED, 4);
        assertThat(scores.iou()[3]).isNaN();
        assertThat(scores.meanIou())
                .isEqualTo(SegmentationScores.of(TRUTH, PREDICTED, 3).meanIou());
    }

    @Test
    void imagesAddUp() {
        SegmentationScores one = SegmentationScores.of(TRUTH, PREDICTED, 3);
        assertThat(one.plus(one).accuracy()).isEqualTo(one.accuracy());
        assertThat(one.plus(one).pixels()).isEqualTo(18);
        assertThat(SegmentationScores.none(3).plus(one).confusion()).isDeepEqualTo(one.confusion());
    }

    @Test
    void tilesThatOverlapAreAveraged() {
        Mosaic mosaic = new Mosaic(3, 2, 2);
        // One score for the whole of each tile; in the middle column 5 and 1 for class 0 meet 1 and 4 for class 1.
        mosaic.add(new Box(0, 0, 2, 2), new float[] {5, 1});
        mosaic.add(new Box(1, 0, 2, 2), new float[] {1, 4});
        assertThat(mosaic.predicted()).containsExactly(0, 0, 1, 0, 0, 1);
    }
}
