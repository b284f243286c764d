package org.nec4j.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nec4j.baseline.TransformQuantized.Transform;
import org.nec4j.codec.error.UserException;

class BaselinesOfEmbeddingsTest {
    private static final List<float[]> TRAIN = Scenes.embeddings(200, 2);
    private static final List<float[]> TEST = Scenes.embeddings(40, 3);

    static Stream<Baseline<float[]>> imageByImage() {
        return Stream.of(
                new FloatZstd(32),
                new FloatZstd(16),
                new UniformQuantized(2, 0),
                new UniformQuantized(8, 0),
                new BinarySigns(Scenes.DIM),
                new ProductQuantized(Scenes.DIM, 3, 1),
                new TransformQuantized(Transform.CHANNELS, Scenes.DIM, 0.2),
                new TransformQuantized(Transform.KLT, Scenes.DIM, 0.2),
                new FittedTransform(Scenes.DIM, 0.2),
                new ProjectedVector(0),
                new ProjectedVector(16));
    }

    @ParameterizedTest
    @MethodSource("imageByImage")
    void theStreamAloneGivesTheEmbeddingBack(Baseline<float[]> baseline) {
        Coder<float[]> coder = (Coder<float[]>) baseline.fit(TRAIN);
        SetCoder.Coded<float[]> coded = coder.code(TEST);
        List<float[]> decoded =
                TEST.stream().map(item -> coder.decode(coder.encode(item))).toList();
        for (int i = 0; i < decoded.size(); i++) {
            assertThat(decoded.get(i)).isEqualTo(coded.decoded().get(i)).hasSize(Scenes.TOKENS * Scenes.DIM);
            assertThat(coded.bytes()[i]).isEqualTo(coder.encode(TEST.get(i)).length);
        }
        double[] mean = new double[1];
        TEST.forEach(item -> IntStream.range(0, item.length).forEach(j -> mean[0] += item[j] * item[j]));
        double power = mean[0] / TEST.size() / TEST.get(0).length;
        assertThat(Scenes.meanSquaredError(TEST, decoded)).isLessThan(power / 3);
    }

    @ParameterizedTest
    @MethodSource("imageByImage")
    void aStreamThatIsCutOffIsRefused(Baseline<float[]> baseline) {
        Coder<float[]> coder = (Coder<float[]>) baseline.fit(TRAIN);
        byte[] stream = coder.encode(TEST.get(0));
        for (int length : new int[] {0, 1, stream.length / 2, stream.length - 1}) {
            assertThatThrownBy(() -> coder.decode(Arrays.copyOf(stream, length)))
                    .isInstanceOf(UserException.class);
        }
    }

    @Test
    void float32IsLossless() {
        List<float[]> decoded = new FloatZstd(32).fit(TRAIN).code(TEST).decoded();
        assertThat(decoded.toArray(float[][]::new)).isDeepEqualTo(TEST.toArray(float[][]::new));
    }

    @Test
    void moreBitsMeanLessErrorAndMoreBytes() {
        double error = Double.MAX_VALUE;
        double bytes = 0;
        for (int bits : new int[] {1, 2, 3, 5, 8}) {
            SetCoder.Coded<float[]> coded =
                    new UniformQuantized(bits, 0).fit(TRAIN).code(TEST);
            assertThat(Scenes.meanSquaredError(TEST, coded.decoded())).isLessThan(error / 2);
            assertThat(coded.meanBytes()).isGreaterThan(bytes);
            error = Scenes.meanSquaredError(TEST, coded.decoded());
            bytes = coded.meanBytes();
        }
    }

    @Test
    void aBatchSharesItsRangeAndItsBytesAsInThePaper() {
        List<float[]> items = List.of(new float[] {0, 1, 2, 3}, new float[] {0, 10, 20, 30}, new float[] {5, 6, 7, 8});
        SetCoder.Coded<float[]> coded = new UniformQuantized(2, 2).fit(items).code(items);
        assertThat(coded.decoded().get(0)).containsExactly(0, 0, 0, 0); // a step of 10, set by its neighbour
        assertThat(coded.decoded().get(1)).containsExactly(0, 10, 20, 30);
        assertThat(coded.decoded().get(2)).containsExactly(5, 6, 7, 8);
        assertThat(coded.bytes()[0]).isEqualTo(coded.bytes()[1]).isLessThan(coded.bytes()[2]);
    }

    @Test
    void eachTransformSpendsFewerBytesThanTheOneBefore() {
        double before = Double.MAX_VALUE;
        for (Transform transform : Transform.values()) {
            double bytes = Double.MAX_VALUE;
            for (double step = 1; step > 1e-3; step *= 0.7) { // the coarsest step within the same error
                SetCoder.Coded<float[]> coded = new TransformQuantized(transform, Scenes.DIM, step)
                        .fit(TRAIN)
                        .code(TEST);
                if (Scenes.meanSquaredError(TEST, coded.decoded()) < 0.01) {
                    bytes = coded.meanBytes();
                    break;
                }
            }
            assertThat(bytes).as(transform.name()).isLessThan(before * 0.9);
            before = bytes;
        }
    }

    @Test
    void gaussianNumbersCostTheEntropyOfTheirSymbols() {
        Random random = new Random(4);
        List<float[]> noise = IntStream.range(0, 300)
                .mapToObj(i -> {
                    float[] item = new float[512];
                    for (int j = 0; j < item.length; j++) {
                        item[j] = (float) random.nextGaussian();
                    }
                    return item;
                })
                .toList();
        SetCoder.Coded<float[]> coded = new TransformQuantized(Transform.CHANNELS, 1, 1)
                .fit(noise.subList(0, 200))
                .code(noise.subList(200, 300));
        // Entropy of a standard normal rounded to integers: 2.1048 bits (sum of -p log2 p over p = Phi(k + .5) - Phi(k
        // - .5)).
        assertThat((coded.meanBytes() - 8) * 8 / 512).isCloseTo(2.1048, within(0.03));
    }

    @Test
    void aSymbolThatTrainingNeverSawIsEscaped() {
        List<float[]> quiet = IntStream.range(0, 20)
                .mapToObj(i -> new float[] {i % 3, 1, 0, 2})
                .toList();
        Coder<float[]> coder = (Coder<float[]>) new TransformQuantized(Transform.CHANNELS, 1, 0.01).fit(quiet);
        float[] loud = {500, -500, 1, 2};
        assertThat(coder.decode(coder.encode(loud))).containsExactly(loud, within(0.02f));
    }

    @Test
    void clusterCentresAreFound() {
        float[] points = new float[400];
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            points[2 * i] = (i % 4 / 2) * 10 + 0.1f * (float) random.nextGaussian();
            points[2 * i + 1] = (i % 2) * 10 + 0.1f * (float) random.nextGaussian();
        }
        float[] centroids = KMeans.fit(points, 2, 16, 10, 1);
        for (int i = 0; i < 200; i++) {
            int c = KMeans.nearest(points, 2 * i, centroids, 2);
            assertThat(Math.hypot(points[2 * i] - centroids[2 * c], points[2 * i + 1] - centroids[2 * c + 1]))
                    .isLessThan(1);
        }
    }
}
