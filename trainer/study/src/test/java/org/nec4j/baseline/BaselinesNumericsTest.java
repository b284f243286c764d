package org.nec4j.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.tensor.Half;
import org.nec4j.transform.Covariance;
import org.nec4j.transform.EmbeddingTransform;
import org.nec4j.transform.KarhunenLoeve;
import org.nec4j.transform.TokenCosine;

class BaselinesNumericsTest {
    @Test
    void halvesAreThoseOfNumpy() { // numpy 2.4: float32 values and the bits of their float16
        float[] values = {
            0.1f,
            -1e-5f,
            65504f,
            65519.99f,
            65520f,
            3.0000001e-8f,
            2.9802322e-8f,
            2.9802326e-8f,
            1 / 3f,
            2049f,
            2051f,
            6.1e-5f,
            -0.0f,
            1e-9f
        };
        int[] bits = {11878, 32936, 31743, 31743, 31744, 1, 0, 1, 13653, 26624, 26626, 1023, 32768, 0};
        for (int i = 0; i < values.length; i++) {
            assertThat(Half.of(values[i]) & 0xffff).as("%s", values[i]).isEqualTo(bits[i]);
        }
    }

    @Test
    void everyHalfSurvivesTheWayThroughFloat() {
        for (int bits = 0; bits < 65536; bits++) {
            float value = Half.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(Half.of(value)).isEqualTo((short) bits);
            }
        }
        assertThat(Half.toFloat((short) 0x3c01)).isEqualTo(1 + 1 / 1024f);
        assertThat(Half.toFloat(Half.of(Float.NaN))).isNaN();
    }

    @Test
    void bloscWritesTheSizesOfPythonBlosc() { // python-blosc 1.11.4, its zstd a little newer: sizes within 2 %
        byte[] bytes = new byte[20000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * i / 7 % 11);
        }
        float[] floats = new float[12480];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = i * 7919 % 1000 / 64f;
        }
        assertThat(BloscZstd.compress(LittleEndian.ofFloats(floats), 4).length).isCloseTo(1396, within(28));
        assertThat(BloscZstd.compress(LittleEndian.ofHalves(floats), 2).length).isCloseTo(1381, within(28));
        assertThat(BloscZstd.compress(new byte[1000], 1)).hasSize(42);
        assertThat(BloscZstd.compress(Arrays.copyOf(bytes, 10), 1)).hasSize(26);
        byte[] stream = BloscZstd.compress(LittleEndian.ofFloats(floats), 4);
        assertThat(BloscZstd.decompress(stream, 4 * floats.length)).isEqualTo(LittleEndian.ofFloats(floats));
    }

    @Test
    void principalAxesAreThoseOfScikitLearn() throws Exception {
        JsonObject peer;
        try (var reader = new InputStreamReader(
                BaselinesNumericsTest.class.getResourceAsStream("/org/nec4j/eval/scikit_learn.json"),
                StandardCharsets.UTF_8)) {
            peer = new Gson().fromJson(reader, JsonObject.class);
        }
        double[][] rows = new Gson().fromJson(peer.get("x"), double[][].class);
        List<float[]> items =
                Arrays.stream(rows, 0, 110).map(BaselinesNumericsTest::floats).toList();
        Covariance.Axes axes = Covariance.of(items, rows[0].length).axes();
        double[] variances = new Gson().fromJson(peer.getAsJsonObject("pca").get("variances"), double[].class);
        double[][] expected = new Gson().fromJson(peer.getAsJsonObject("pca").get("axes"), double[][].class);
        for (int k = 0; k < variances.length; k++) {
            assertThat(axes.variances()[k]).isCloseTo(variances[k], within(1e-6 * variances[0]));
            assertThat(axes.rows()[k]).containsExactly(expected[k], within(1e-4));
        }
    }

    @Test
    void transformsLoseNothing() {
        List<float[]> items = Scenes.embeddings(50, 8);
        EmbeddingTransform klt = KarhunenLoeve.fit(items, Scenes.DIM);
        for (EmbeddingTransform transform :
                List.of(DimensionScaling.fit(items, Scenes.DIM), klt, new TokenCosine(klt, Scenes.SIDE))) {
            float[] back = transform.synthesize(transform.analyse(items.get(7)));
            assertThat(back).containsExactly(items.get(7), within(1e-5f));
        }
    }

    @Test
    void theCosineTransformKeepsEnergyAndGathersWhatIsSmooth() {
        float[] ramp = new float[Scenes.TOKENS];
        IntStream.range(0, 16).forEach(i -> ramp[i + 1] = i % 4);
        ramp[0] = 5;
        double[] c = new TokenCosine(new DimensionScaling(new double[1], new double[] {1}), 4).analyse(ramp);
        assertThat(c[0]).isEqualTo(5);
        assertThat(c[1]).isCloseTo(6, within(1e-12)); // sum of the plane / 4 = 24 / 4
        assertThat(Arrays.stream(c).map(v -> v * v).sum()).isCloseTo(25 + 4 * (1 + 4 + 9), within(1e-9));
        assertThat(Arrays.stream(c, 5, c.length).map(Math::abs).max().orElseThrow())
                .isLessThan(1e-12); // constant over rows
    }

    @Test
    void theCovarianceOfNoiseIsItsSpread() {
        Random random = new Random(3);
        List<float[]> items = IntStream.range(0, 4000)
                .mapToObj(i -> new float[] {(float) random.nextGaussian(), 3 * (float) random.nextGaussian()})
                .toList();
        double[][] matrix = Covariance.of(items, 2).matrix();
        assertThat(matrix[0][0]).isCloseTo(1, within(0.1));
        assertThat(matrix[1][1]).isCloseTo(9, within(0.9));
        assertThat(matrix[0][1]).isEqualTo(matrix[1][0]).isCloseTo(0, within(0.3));
    }

    private static float[] floats(double[] row) {
        float[] floats = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            floats[i] = (float) row[i];
        }
        return floats;
    }
}
