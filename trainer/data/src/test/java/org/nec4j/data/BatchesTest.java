package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.error.UserException;

class BatchesTest {
    private static final Normalization NORMALIZATION = Normalization.imageNet();

    /** {@code size} different small images; image {@code broken} cannot be decoded. */
    private record Noise(int size, int broken, AtomicInteger decoded) implements ImageSource {
        Noise(int size) {
            this(size, -1, new AtomicInteger());
        }

        @Override
        public ByteImage image(int index) {
            decoded.incrementAndGet();
            if (index == broken) {
                throw new UserException("image " + index + " is broken");
            }
            byte[] samples = new byte[20 * 16 * 3];
            CounterRandom random = CounterRandom.of(77, index);
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (byte) random.bits(i);
            }
            return new ByteImage(20, 16, 3, samples);
        }

        @Override
        public int label(int index) {
            return index % 7;
        }

        @Override
        public String name(int index) {
            return "noise " + index;
        }
    }

    private static Batches training(ImageSource images, long seed) {
        return Batches.training(images, RandomCrop.ofMae(8), NORMALIZATION, 4, seed);
    }

    @Test
    void aBatchDependsOnItsStepAlone() {
        Batches forwards = training(new Noise(19), 3);
        Batches backwards = training(new Noise(19), 3);
        List<Batch> batches = IntStream.range(0, 12).mapToObj(forwards::batch).toList();
        for (int step = 11; step >= 0; step--) {
            assertSame(backwards.batch(step), batches.get(step));
        }
        assertThat(training(new Noise(19), 4).batch(0).pixels())
                .isNotEqualTo(batches.get(0).pixels());
    }

    @Test
    void anEpochOfTrainingVisitsImagesOnceAndDropsTheRest() {
        Batches batches = training(new Noise(19), 3);
        assertThat(batches.perEpoch()).isEqualTo(4);
        List<Integer> first = visited(batches, 0, 4);
        List<Integer> second = visited(batches, 4, 8);
        assertThat(first).hasSize(16).doesNotHaveDuplicates();
        assertThat(second).hasSize(16).doesNotHaveDuplicates().isNotEqualTo(first);
    }

    @Test
    void theSameImageIsCroppedAnewInEveryEpoch() {
        Batches batches = Batches.training(new Noise(1), RandomCrop.ofMae(8), NORMALIZATION, 1, 3);
        assertThat(batches.batch(0).pixels()).isNotEqualTo(batches.batch(1).pixels());
    }

    @Test
    void evaluationKeepsTheLastSmallerBatch() {
        Batches batches = Batches.evaluation(new Noise(10), CentreCrop.of(8), NORMALIZATION, 4);
        assertThat(batches.perEpoch()).isEqualTo(3);
        assertThat(visited(batches, 0, 3)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        Batch last = batches.batch(2);
        assertThat(last.size()).isEqualTo(2);
        assertThat(last.pixels()).hasSize(2 * 3 * 8 * 8);
        assertThat(last.labels()).containsExactly(1, 2);
    }

    @Test
    void aCacheChangesNothingAndStaysInItsBudget() {
        Noise images = new Noise(19);
        CachedImages cached = new CachedImages(images, 5 * 20 * 16 * 3 + 100);
        Batches batches = training(cached, 3);
        Batches plain = training(new Noise(19), 3);
        for (int step = 0; step < 12; step++) {
            assertSame(batches.batch(step), plain.batch(step));
        }
        assertThat(cached.used()).isEqualTo(5 * 20 * 16 * 3);
        assertThat(images.decoded.get()).isLessThan(12 * 4);
    }

    @Test
    void aPrefetcherYieldsTheSameBatchesInOrderAndUsesArraysAgain() {
        Batches batches = training(new Noise(19), 3);
        List<float[]> arrays = new ArrayList<>();
        try (Prefetcher prefetcher = new Prefetcher(training(new Noise(19), 3), 5, 40, 2, 3)) {
            for (int step = 5; step < 40; step++) {
                Batch batch = prefetcher.next();
                assertSame(batch, batches.batch(step));
                if (arrays.stream().noneMatch(array -> array == batch.pixels())) {
                    arrays.add(batch.pixels());
                }
            }
            assertThat(prefetcher.hasNext()).isFalse();
        }
        assertThat(arrays).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void aPrefetcherThrowsWhatWentWrongAndStopsItsThreads() throws InterruptedException {
        Batches batches = Batches.evaluation(new Noise(10, 6, new AtomicInteger()), CentreCrop.of(8), NORMALIZATION, 4);
        Prefetcher prefetcher = new Prefetcher(batches, 0, 3, 1, 2);
        assertThat(prefetcher.next().step()).isZero();
        assertThatThrownBy(prefetcher::next).isInstanceOf(UserException.class).hasMessage("image 6 is broken");
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("prefetch-")) {
                thread.join(5_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }

    @Test
    void aSubsetAndAPoolShowTheImagesTheyAreMadeOf() {
        List<ImageSource> parts = List.of(new Noise(3), new SubsetImages(new Noise(9), new int[] {7, 4}));
        assertThat(new PooledImages(parts, true).label(4)).isEqualTo(new Noise(9).label(4));
        ImageSource pool = new PooledImages(parts);
        assertThat(pool.size()).isEqualTo(5);
        assertThat(pool.picture(2).samples()).isEqualTo(new Noise(3).image(2).samples());
        assertThat(pool.picture(3).samples()).isEqualTo(new Noise(9).image(7).samples());
        assertThat(pool.name(4)).isEqualTo("noise 4");
        assertThat(pool.label(4)).isEqualTo(Sample.UNLABELLED);
    }

    @Test
    void refusesAnImageSmallerThanTheCrop() {
        Batches batches = Batches.evaluation(new Noise(3), CentreCrop.of(17), NORMALIZATION, 1);
        assertThatThrownBy(() -> batches.batch(1))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("noise 1: 20x16 pixels, smaller than the crop of 17");
        Batches enlarging =
                Batches.evaluation(new Noise(3), new CentreCrop(ImageSize.square(17), true), NORMALIZATION, 1);
        assertThat(enlarging.batch(1).pixels()).hasSize(3 * 17 * 17);
    }

    @Test
    void refusesTheWrongNumberOfChannels() {
        Normalization two = new Normalization(new float[2], new float[] {1, 1});
        assertThatThrownBy(() -> Batches.evaluation(new Noise(3), CentreCrop.of(8), two, 1)
                        .batch(0))
                .isInstanceOf(UserException.class)
                .hasMessage("noise 0: 3 channels, expected 2");
    }

    @Test
    void refusesABatchLargerThanTheSet() {
        assertThatThrownBy(() -> training(new Noise(3), 0))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("a batch of 4 images cannot be drawn from 3 training images");
    }

    private static List<Integer> visited(Batches batches, int from, int to) {
        return IntStream.range(from, to)
                .boxed()
                .flatMap(step -> IntStream.of(batches.batch(step).index()).boxed())
                .toList();
    }

    private static void assertSame(Batch actual, Batch expected) {
        assertThat(actual.step()).isEqualTo(expected.step());
        assertThat(actual.pixels()).isEqualTo(expected.pixels());
        assertThat(actual.labels()).isEqualTo(expected.labels());
        assertThat(actual.index()).isEqualTo(expected.index());
    }
}
