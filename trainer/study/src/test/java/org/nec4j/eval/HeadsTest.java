package org.nec4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.progress.Console;

class HeadsTest {
    private final ScikitLearn peer = ScikitLearn.read();

    @Test
    void logisticRegressionHasTheProbabilitiesOfScikitLearn() {
        FeatureScaling scaling = FeatureScaling.fit(peer.rows(0, 80));
        double[][] train = scaling.apply(peer.rows(0, 80));
        double[][] test = scaling.apply(peer.rows(110, 150));
        for (String c : List.of("0.01", "0.3", "10.0")) {
            LogisticRegression model =
                    LogisticRegression.uniform(6, 4).fit(train, peer.labels(0, 80), Double.parseDouble(c));
            double[][] expected = new Gson()
                    .fromJson(peer.expected.getAsJsonObject("probabilities").get(c), double[][].class);
            for (int i = 0; i < test.length; i++) {
                assertThat(model.probabilities(test[i]))
                        .as("C %s, image %d", c, i)
                        .containsExactly(expected[i], within(1e-5));
            }
        }
    }

    @Test
    void theStartOfTheFitDoesNotMatter() {
        double[][] rows = FeatureScaling.fit(peer.rows(0, 80)).apply(peer.rows(0, 80));
        LogisticRegression cold = LogisticRegression.uniform(6, 4).fit(rows, peer.labels(0, 80), 1);
        LogisticRegression warm = LogisticRegression.uniform(6, 4)
                .fit(rows, peer.labels(0, 80), 0.01)
                .fit(rows, peer.labels(0, 80), 1);
        for (double[] row : rows) {
            assertThat(warm.probabilities(row)).containsExactly(cold.probabilities(row), within(1e-5));
        }
    }

    @Test
    void theNearestCentroidIsThatOfScikitLearn() {
        // NearestCentroid().fit(x[:110], y[:110]).predict(x[110:150]) of scikit-learn 1.9.1, with float32 rows.
        assertThat(new NearestCentroid(Pooling.FIRST).predict(peer.splits(), 0))
                .containsExactly(
                        3, 0, 3, 3, 1, 1, 2, 3, 1, 2, 1, 2, 1, 2, 2, 0, 3, 0, 0, 1, 3, 2, 0, 2, 3, 3, 3, 3, 3, 0, 0, 3,
                        0, 1, 3, 3, 2, 2, 2, 0);
    }

    @Test
    void theProbeChoosesPredictsAndScoresAsScikitLearn() {
        JsonObject expected = peer.expected.getAsJsonObject("probe");
        Splits splits = peer.splits();
        LinearProbe probe = LinearProbe.standard().withPooling(Pooling.FIRST);
        int[] predicted = probe.predict(splits, 0);
        assertThat(predicted).isEqualTo(new Gson().fromJson(expected.get("predicted"), int[].class));

        HeadResult result = HeadResult.of(probe, splits, List.of(0L, 1L), Console.silent());
        assertThat(result.mean()).isCloseTo(expected.get("accuracy").getAsDouble(), within(1e-12));
        assertThat(result.standardDeviation()).isZero();
        assertThat(result.classes().orElseThrow().f1())
                .containsExactly(new Gson().fromJson(expected.get("f1"), double[].class), within(1e-12));
        assertThat(result.classes().orElseThrow().confusion())
                .isDeepEqualTo(new Gson().fromJson(expected.get("confusion"), int[][].class));
        assertThat(result.interval().low()).isLessThan(result.mean());
        assertThat(result.interval().high()).isGreaterThan(result.mean());
    }

    /** Classes that differ in the spread of their tokens; {@code segment/ridge.py} made the numbers. */
    @Test
    void theProbeOnMeansAndDeviationsPredictsAsScikitLearn() throws IOException {
        try (InputStream in = HeadsTest.class.getResourceAsStream("moments.safetensors");
                SafeTensors moments = SafeTensors.of(in.readAllBytes(), "moments.safetensors")) {
            float[] tokens = moments.floats("tokens"); // [90, 10, 6]
            float[] labels = moments.floats("labels");
            Splits splits =
                    new Splits(part(tokens, labels, 0, 60), part(tokens, labels, 60, 60), part(tokens, labels, 60, 90));
            LinearProbe probe = new LinearProbe(Pooling.PATCHES.withDeviations(), List.of(0.1), 1);

            int[] predicted = probe.predict(splits, 0);

            assertThat(probe.name()).isEqualTo("linear-moments");
            float[] expected = moments.floats("predicted");
            assertThat(predicted)
                    .isEqualTo(
                            IntStream.range(0, 30).map(i -> (int) expected[i]).toArray());
        }
    }

    private static Embeddings part(float[] tokens, float[] labels, int from, int to) {
        List<float[]> values = IntStream.range(from, to)
                .mapToObj(i -> Arrays.copyOfRange(tokens, i * 60, (i + 1) * 60))
                .toList();
        return new Embeddings(
                10,
                6,
                values,
                IntStream.range(from, to).map(i -> (int) labels[i]).toArray());
    }

    @Test
    void seedsThatDrawASampleGiveDifferentProbesAndTheSameOnesAgain() {
        LinearProbe probe = LinearProbe.standard().withPooling(Pooling.FIRST).withShare(0.5);
        HeadResult once = HeadResult.of(probe, peer.splits(), List.of(1L, 2L, 3L), Console.silent());
        HeadResult again = HeadResult.of(probe, peer.splits(), List.of(1L, 2L, 3L), Console.silent());
        assertThat(once.scores()).isEqualTo(again.scores());
        assertThat(once.standardDeviation()).isPositive();
    }

    @Test
    void nearestNeighboursVoteAsInScikitLearn() {
        int[] predicted =
                KNearestNeighbours.standard().withPooling(Pooling.FIRST).predict(peer.splits(), 0);
        assertThat(predicted).isEqualTo(peer.as("knn", int[].class));
    }

    @Test
    void nearestNeighboursAreCalledByHowManyThereAre() {
        Splits all = peer.splits();
        Splits few = new Splits(
                all.train().select(IntStream.range(0, 9).toArray()),
                all.val().select(IntStream.range(0, 5).toArray()),
                all.test());
        KNearestNeighbours head = KNearestNeighbours.standard().withPooling(Pooling.FIRST);
        assertThat(HeadResult.of(head, all, List.of(0L), Console.silent()).head())
                .isEqualTo("20-nn");
        assertThat(HeadResult.of(head, few, List.of(0L), Console.silent()).head())
                .isEqualTo("14-nn");
        KNearestNeighbours drawn = head.withShare(0.1);
        int[] labels = all.train().and(all.val()).labels();
        int drawnNow = StratifiedSample.of(labels, 0.1, 3).length;
        assertThat(drawnNow).isLessThan(20);
        assertThat(HeadResult.of(drawn, all, List.of(3L, 4L), Console.silent()).head())
                .isEqualTo(drawnNow + "-nn");
    }

    @Test
    void averagePrecisionOverTheWholeGalleryIsScikitLearnsRankingPrecision() {
        Splits splits = peer.splits();
        HeadResult result = HeadResult.of(new Retrieval(Pooling.FIRST, 110, 1), splits, List.of(0L), Console.silent());
        assertThat(result.mean())
                .isCloseTo(peer.expected.get("map_whole_gallery").getAsDouble(), within(1e-6));
    }

    @Test
    void averagePrecisionCountsOnlyTheFirstRanks() {
        Embeddings gallery = vectors(new float[][] {{1, 0}, {1, 0.1f}, {1, 0.2f}, {0, 1}}, 0, 1, 0, 0);
        Embeddings query = vectors(new float[][] {{1, -0.01f}}, 0);
        // Ranks: right, wrong, right; three right ones exist, so min(2, 3) = 2 could have been found among the first
        // two.
        assertThat(Retrieval.averagePrecision(query, gallery, Pooling.FIRST, 2)).containsExactly(0.5);
        assertThat(Retrieval.averagePrecision(query, gallery, Pooling.FIRST, 3))
                .containsExactly(new double[] {(1 + 2 / 3.0) / 3}, within(1e-12));
    }

    @Test
    void patchTokensArePooledWithoutCls() {
        float[] embedding = {9, 9, 1, 2, 3, 6};
        assertThat(Pooling.PATCHES.pool(embedding, 3, 2)).containsExactly(2, 4);
        assertThat(Pooling.FIRST.pool(embedding, 3, 2)).containsExactly(9, 9);
        assertThat(Pooling.PATCHES_AND_CLS.pool(embedding, 3, 2)).containsExactly(2, 4, 9, 9);
        assertThatThrownBy(() -> Pooling.PATCHES.pool(embedding, 1, 6)).hasMessageContaining("no patch tokens");
    }

    @Test
    void tokensWithoutClsArePooledWhole() {
        assertThat(Pooling.ALL.pool(new float[] {9, 9, 1, 2, 2, 4}, 3, 2)).containsExactly(4, 5);
        assertThat(Pooling.ALL.pool(new float[] {9, 8}, 1, 2)).containsExactly(9, 8);
    }

    @Test
    void attentionFindsWhatOneTokenOfManyTells() {
        Splits splits = new Splits(needles(120, 1), needles(20, 2), needles(60, 3));
        AttentionHead head = new AttentionHead(Pooling.PATCHES, 40, 20, 3e-3, 0.01, 0.9);
        HeadResult result = HeadResult.of(head, splits, List.of(1L, 2L), Console.silent());
        assertThat(result.mean()).isGreaterThan(0.95);
        assertThat(HeadResult.of(head, splits, List.of(1L, 2L), Console.silent())
                        .scores())
                .isEqualTo(result.scores());
    }

    /** Token 0 is noise as all others, but one other token, anywhere, carries the class. */
    private static Embeddings needles(int count, long seed) {
        Random random = new Random(seed);
        List<float[]> values = new ArrayList<>();
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            float[] value = new float[10 * 8];
            for (int k = 0; k < value.length; k++) {
                value[k] = (float) random.nextGaussian();
            }
            labels[i] = i % 4;
            int token = 1 + random.nextInt(9);
            value[token * 8] = 6;
            value[token * 8 + 1 + labels[i]] += 6;
            values.add(value);
        }
        return new Embeddings(10, 8, values, labels);
    }

    @Test
    void aStratifiedSampleKeepsTheSharesOfTheClasses() {
        int[] labels =
                IntStream.range(0, 100).map(i -> i < 80 ? 0 : i < 99 ? 1 : 2).toArray();
        Embeddings all = vectors(new float[100][2], labels);
        int[] sample = all.stratifiedSample(0.5, 3).labels();
        assertThat(Arrays.stream(sample).filter(l -> l == 0)).hasSize(40);
        assertThat(Arrays.stream(sample).filter(l -> l == 1)).hasSize(10);
        assertThat(Arrays.stream(sample).filter(l -> l == 2)).hasSize(1);
    }

    @Test
    void theBootstrapIntervalCoversTheMeanAsOftenAsItSays() {
        Random random = new Random(5);
        int covered = 0;
        for (int trial = 0; trial < 400; trial++) {
            double[] answers = IntStream.range(0, 200)
                    .mapToDouble(i -> random.nextDouble() < 0.7 ? 1 : 0)
                    .toArray();
            ConfidenceInterval interval = Bootstrap.meanInterval(answers, 0.95, 300, trial);
            covered += interval.low() <= 0.7 && 0.7 <= interval.high() ? 1 : 0;
        }
        assertThat(covered / 400.0).isBetween(0.90, 0.98);
    }

    /** Of right and wrong answers the resampled mean is binomial: scipy 1.17.1, binom.ppf(q, n, k / n) / n. */
    @Test
    void theBootstrapIntervalOfRightAnswersIsTheBinomialDistributions() {
        double[][] cases = {
            {420, 344, 0.780952, 0.854762}, {1200, 1100, 0.900833, 0.931667}, {60, 54, 0.816667, 0.966667}
        };
        for (double[] c : cases) {
            double[] answers = new double[(int) c[0]];
            Arrays.fill(answers, 0, (int) c[1], 1);
            ConfidenceInterval interval = Bootstrap.meanInterval(answers, 0.95, 20_000, 3);
            assertThat(interval.low()).isCloseTo(c[2], within(1.5 / c[0]));
            assertThat(interval.high()).isCloseTo(c[3], within(1.5 / c[0]));
        }
    }

    /** scipy 1.17.1, bootstrap(method="percentile", n_resamples=400000); numpy, std(ddof=1). */
    @Test
    void intervalsAndDeviationsAreScipysAndNumpys() {
        ConfidenceInterval interval =
                Bootstrap.meanInterval(new double[] {0.1, 0.9, 0.5, 0.75, 1.0, 0.0, 0.33, 0.6}, 0.95, 200_000, 1);
        assertThat(interval.low()).isCloseTo(0.28625, within(0.006));
        assertThat(interval.high()).isCloseTo(0.75375, within(0.006));
        assertThat(SummaryStatistics.standardDeviation(List.of(0.812, 0.831, 0.805)))
                .isCloseTo(0.01345362404707366, within(1e-12));
    }

    private static Embeddings vectors(float[][] rows, int... labels) {
        return new Embeddings(1, rows[0].length, List.of(rows), labels);
    }
}
