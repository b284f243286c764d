package org.nec4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nec4j.backend.Backend;
import org.nec4j.nn.LayerContext;

/** Against timm's AttentionPoolLatent with a linear layer behind it under PyTorch's AdamW: versions stand in the resource. */
class AttentionNetworkTest {
    private JsonObject peer;
    private int[] sizes; // B, T, D, heads, C
    private AttentionNetwork network;

    @BeforeEach
    void startWhereThePeerStarted() throws IOException {
        try (Reader reader = new InputStreamReader(
                AttentionNetworkTest.class.getResourceAsStream("attention_pool_timm.json"), StandardCharsets.UTF_8)) {
            peer = new Gson().fromJson(reader, JsonObject.class);
        }
        sizes = new Gson().fromJson(peer.get("sizes"), int[].class);
        network = new AttentionNetwork(
                Optional.empty(),
                sizes[2],
                sizes[3],
                sizes[4],
                new FixedSchedule(0.01),
                0.05,
                1,
                LayerContext.of(Backend.kernels()));
        for (Map.Entry<String, JsonElement> tensor :
                peer.getAsJsonObject("start").entrySet()) {
            if (tensor.getKey().startsWith("pool.")) {
                network.set(tensor.getKey().substring("pool.".length()), floats(tensor.getValue()));
            }
        }
        classifier("W").assign(transposed(floats(peer.getAsJsonObject("start").get("fc.weight"))));
        classifier("b")
                .assign(Nd4j.createFromArray(
                        floats(peer.getAsJsonObject("start").get("fc.bias"))));
    }

    @Test
    void theForwardPassIsThePeers() {
        INDArray pooled = network.graph().feedForward(batch(0), false).get("pool");
        assertThat(pooled.reshape(pooled.length()).toFloatVector())
                .containsExactly(floats(peer.get("pooled")), within(2e-6f));
        assertLogits("logits", 2e-6);
    }

    @Test
    void gradientsAreThePeers() {
        ComputationGraph graph = network.graph();
        graph.setInputs(batch(0));
        graph.setLabels(oneHot(labels(0)));
        graph.computeGradientAndScore();
        Map<String, INDArray> table = graph.gradient().gradientForVariable();
        JsonObject gradients = peer.getAsJsonObject("gradients");
        table.forEach((name, gradient) -> {
            if (name.startsWith("pool_")) {
                float[] expected = floats(gradients.get(name.replaceFirst("_", ".")));
                // DL4J divides by the batch when it updates.
                INDArray mean = gradient.div(sizes[0]);
                assertThat(mean.reshape(mean.length()).toFloatVector())
                        .as(name)
                        .containsExactly(expected, within(2e-6f));
            }
        });
        assertThat(table).hasSize(13);
    }

    @Test
    void threeStepsOfAdamWLeadWhereThePeerWent() {
        double[] losses = new Gson().fromJson(peer.get("losses"), double[].class);
        for (int i = 0; i < losses.length; i++) {
            assertThat(crossEntropy(network.probabilities(batch(i)), labels(i))).isCloseTo(losses[i], within(1e-5));
            network.step(labels(i), batch(i));
        }
        assertLogits("logits_after", 2e-5);
        JsonObject after = peer.getAsJsonObject("after");
        network.graph().getLayer("pool").paramTable().forEach((key, value) -> {
            float[] expected = floats(after.get("pool." + key));
            float[] ours = value.reshape(value.length()).toFloatVector();
            // The keys' bias has no influence: the peer's moves by the noise of its rounding, ours stays.
            for (int i = key.equals("kv.bias") ? ours.length / 2 : 0; i < ours.length; i++) {
                assertThat(ours[i]).as("%s[%d]", key, i).isCloseTo(expected[i], within(2e-5f));
            }
        });
    }

    private static double crossEntropy(INDArray probabilities, int[] labels) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            sum -= Math.log(probabilities.getDouble(i, labels[i]));
        }
        return sum / labels.length;
    }

    private void assertLogits(String name, double tolerance) {
        INDArray probabilities = network.probabilities(batch(0)); // [B, C]
        float[] logits = floats(peer.get(name));
        for (int i = 0; i < sizes[0]; i++) {
            double sum = 0;
            for (int c = 0; c < sizes[4]; c++) {
                sum += Math.exp(logits[i * sizes[4] + c]);
            }
            for (int c = 0; c < sizes[4]; c++) {
                assertThat(probabilities.getDouble(i, c))
                        .isCloseTo(Math.exp(logits[i * sizes[4] + c]) / sum, within(tolerance));
            }
        }
    }

    private INDArray batch(int i) {
        return Nd4j.createFromArray(floats(peer.getAsJsonArray("x").get(i))).reshape('c', sizes[0], sizes[1], sizes[2]);
    }

    private int[] labels(int i) {
        return new Gson().fromJson(peer.getAsJsonArray("labels").get(i), int[].class);
    }

    private INDArray oneHot(int[] labels) {
        INDArray target = Nd4j.create(labels.length, sizes[4]);
        for (int i = 0; i < labels.length; i++) {
            target.putScalar(i, labels[i], 1);
        }
        return target;
    }

    private INDArray classifier(String key) {
        return network.graph().getLayer("classes").paramTable().get(key);
    }

    /** [C, D] as PyTorch has it to [D, C]. */
    private INDArray transposed(float[] weight) {
        return Nd4j.createFromArray(weight).reshape('c', sizes[4], sizes[2]).transpose();
    }

    private static float[] floats(JsonElement element) {
        return new Gson().fromJson(element, float[].class);
    }
}
