package org.nec4j.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nec4j.assembly.StartingPoint;
import org.nec4j.backend.Backend;
import org.nec4j.config.FineTuneSettings;
import org.nec4j.config.SegmentationSettings;
import org.nec4j.data.ByteImage;
import org.nec4j.data.CentreCrop;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Normalization;
import org.nec4j.data.Tiling;
import org.nec4j.eval.EncoderTuning;
import org.nec4j.nn.LayerContext;
import org.nec4j.progress.Console;
import org.nec4j.segment.SegmentationTask.Labelled;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.VitShape;

/** Pictures of which a part, at a place that no two share, is bright: class 1. Pixels and masks must be cropped and turned alike. */
class SegmentationFineTuneTest {
    private static final int SIDE = 16;
    private static final VitShape SHAPE = new VitShape(SIDE, 4, 3, 16, 1, 2, 4, 1, 2, 4, 1e-6);
    private static final SegmentationSettings SETTINGS =
            new SegmentationSettings(false, 8, 4, 0.4, 0, 1, 80, 8, 8, 3e-3, 0.05);

    @Test
    void learnsPixelsOfPicturesThatAreCroppedAndTurnedByChance() {
        Parts train = new Parts(32, 0);
        Parts test = new Parts(16, 32);
        SegmentationTask task = SegmentationTask.of(
                List.of("dark", "bright"),
                new Labelled(train, train::labels),
                new Labelled(test, test::labels),
                new Tiling(SIDE, SIDE));
        EncoderTuning tuning = new EncoderTuning(
                new FineTuneSettings(true, 1, 8, 3e-3, 0.9, 0.05, 0.5),
                new StartingPoint(SHAPE, RandomStart.of(SHAPE, 1), Optional.empty()),
                CentreCrop.of(SIDE),
                Normalization.imageNet(),
                LayerContext.of(Backend.kernels()));

        SegmentationResult result = new SegmentationFineTune(tuning, SETTINGS)
                .result(task, task.train(), task.test(), List.of(0L, 0L), Console.silent());

        // A quarter of the pixels is bright: without masks that follow the pixels nothing beyond that could be learnt.
        assertThat(result.accuracies().get(0)).isGreaterThan(0.93);
        assertThat(result.accuracies().get(1)).isEqualTo(result.accuracies().get(0));
    }

    /** Pictures with a bright square of half their side. */
    private record Parts(int size, int first) implements ImageSource {
        @Override
        public ByteImage image(int index) {
            byte[] samples = new byte[SIDE * SIDE * 3];
            for (int i = 0; i < SIDE * SIDE; i++) {
                for (int c = 0; c < 3; c++) {
                    samples[3 * i + c] = (byte) (bright(index, i) ? 220 - c : 40 + c);
                }
            }
            return new ByteImage(SIDE, SIDE, 3, samples);
        }

        ByteImage labels(int index) {
            byte[] mask = new byte[SIDE * SIDE];
            for (int i = 0; i < mask.length; i++) {
                mask[i] = (byte) (bright(index, i) ? 1 : 0);
            }
            return new ByteImage(SIDE, SIDE, 1, mask);
        }

        private boolean bright(int index, int pixel) {
            int left = (first + index) * 5 % (SIDE / 2 + 1);
            int top = (first + index) * 7 % (SIDE / 2 + 1);
            int x = pixel % SIDE - left;
            int y = pixel / SIDE - top;
            return x >= 0 && x < SIDE / 2 && y >= 0 && y < SIDE / 2;
        }

        @Override
        public int label(int index) {
            return 0;
        }

        @Override
        public String name(int index) {
            return "picture " + index;
        }
    }
}
