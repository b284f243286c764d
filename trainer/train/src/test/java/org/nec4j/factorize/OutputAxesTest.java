package org.nec4j.factorize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against numpy.linalg.eigh and torch.linalg.svd in float64: make-vectors.py beside the numbers made them. */
class OutputAxesTest {
    private static final double CLOSE = 1e-5; // factors are float32

    @Test
    void aProductNearInItsOutputsIsNumPys() throws IOException {
        for (Case one : cases()) {
            Moments moments = new Moments(Math.min(one.out, one.in));
            // In two batches, the first of one row.
            moments.add(one.seen(0, 1));
            moments.add(one.seen(1, one.x.length / one.in));
            OutputAxes axes = OutputAxes.of(one.weights(), floats(one.b), Optional.of(moments));

            double scale = one.variances[0];
            assertThat(axes.variances()).hasSize(one.variances.length);
            for (int k = 0; k < one.variances.length; k++) {
                assertThat(axes.variances()[k]).isCloseTo(one.variances[k], within(CLOSE * scale));
            }
            OutputAxes.Factors factors = axes.factors(one.weights(), floats(one.b), one.rank);
            assertClose(one.product(factors), one.aware);
            assertClose(factors.bias(), one.bias);
        }
    }

    @Test
    void aProductNearInItsWeightsIsPyTorchs() throws IOException {
        for (Case one : cases()) {
            OutputAxes axes = OutputAxes.of(one.weights(), floats(one.b), Optional.empty());

            for (int k = 0; k < one.singular.length; k++) {
                assertThat(axes.variances()[k]).isCloseTo(one.singular[k], within(CLOSE * one.singular[0]));
            }
            OutputAxes.Factors factors = axes.factors(one.weights(), floats(one.b), one.rank);
            assertClose(one.product(factors), one.svd);
            assertThat(factors.bias()).containsExactly(floats(one.b));
        }
    }

    @Test
    void aProductOfFullRankIsTheProduct() throws IOException {
        for (Case one : cases()) {
            int full = Math.min(one.out, one.in);
            OutputAxes.Factors factors = OutputAxes.of(one.weights(), floats(one.b), Optional.empty())
                    .factors(one.weights(), floats(one.b), full);
            assertClose(new Case(one, full).product(factors), one.w);
        }
    }

    @Test
    void columnsThatDependOnOthersAddNothing() {
        double[][] w = {{1, 2, 3}, {2, 4, 6}, {0, 1, 1}, {1, 0, 1}}; // the third column is the sum of the others
        OutputAxes axes = OutputAxes.of(w, new float[4], Optional.empty());
        OutputAxes.Factors two = axes.factors(w, new float[4], 2);
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(two.u()[i * 2] * two.v()[j] + two.u()[i * 2 + 1] * two.v()[3 + j])
                        .isCloseTo((float) w[i][j], within(1e-6f));
            }
        }
    }

    private static void assertClose(float[] actual, double[] expected) {
        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i], within(CLOSE * (1 + Math.abs(expected[i]))));
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static List<Case> cases() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(OutputAxesTest.class.getResourceAsStream("/factorize/products.json"))) {
            JsonObject all = new Gson().fromJson(new InputStreamReader(in, StandardCharsets.UTF_8), JsonObject.class);
            List<Case> cases = new ArrayList<>();
            for (JsonElement one : all.getAsJsonArray("cases")) {
                cases.add(Case.of(one.getAsJsonObject()));
            }
            assertThat(cases).hasSize(4);
            return cases;
        }
    }

    private record Case(
            int out,
            int in,
            int rank,
            double[] w,
            double[] b,
            double[] x,
            double[] variances,
            double[] aware,
            double[] bias,
            double[] singular,
            double[] svd) {
        Case(Case other, int rank) {
            this(
                    other.out,
                    other.in,
                    rank,
                    other.w,
                    other.b,
                    other.x,
                    other.variances,
                    other.aware,
                    other.bias,
                    other.singular,
                    other.svd);
        }

        static Case of(JsonObject json) {
            return new Case(
                    json.get("out").getAsInt(),
                    json.get("in").getAsInt(),
                    json.get("rank").getAsInt(),
                    numbers(json, "w"),
                    numbers(json, "b"),
                    numbers(json, "x"),
                    numbers(json, "variances"),
                    numbers(json, "aware"),
                    numbers(json, "bias"),
                    numbers(json, "squared_singular"),
                    numbers(json, "svd"));
        }

        private static double[] numbers(JsonObject json, String key) {
            return json.getAsJsonArray(key).asList().stream()
                    .mapToDouble(JsonElement::getAsDouble)
                    .toArray();
        }

        double[][] weights() {
            return Matrices.of(floats(w), out);
        }

        /** What moments are taken of: rows of x, or where outputs are no wider w x + b. */
        float[] seen(int from, int to) {
            boolean outputs = OutputAxes.ofOutputs(out, in);
            int width = outputs ? out : in;
            float[] rows = new float[(to - from) * width];
            for (int r = from; r < to; r++) {
                double[] row = new double[in];
                System.arraycopy(x, r * in, row, 0, in);
                double[] y = outputs ? Matrices.times(weights(), row) : row;
                for (int i = 0; i < width; i++) {
                    rows[(r - from) * width + i] = (float) (y[i] + (outputs ? b[i] : 0));
                }
            }
            return rows;
        }

        float[] product(OutputAxes.Factors factors) {
            float[] product = new float[out * in];
            for (int i = 0; i < out; i++) {
                for (int j = 0; j < in; j++) {
                    double sum = 0;
                    for (int r = 0; r < rank; r++) {
                        sum += (double) factors.u()[i * rank + r] * factors.v()[r * in + j];
                    }
                    product[i * in + j] = (float) sum;
                }
            }
            return product;
        }
    }
}
