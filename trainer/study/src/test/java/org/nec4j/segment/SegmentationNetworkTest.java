package org.nec4j.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nec4j.backend.Backend;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.vit.PatchGrid;

/** The head beside the same head made of torch.nn, whose values lie in head.safetensors (make.py beside it). */
class SegmentationNetworkTest {
    private static final SegmentationShape SHAPE = new SegmentationShape(PatchGrid.square(2), 8, 3, 5, 3, 0, 0.4);
    private static final int TILES = 3;

    private final Map<String, float[]> torch = new HashMap<>();
    private SegmentationNetwork network;

    @BeforeEach
    void readTheValuesOfPyTorch() throws IOException {
        read("head.safetensors");
        start(SHAPE);
    }

    private void read(String name) throws IOException {
        try (InputStream in = SegmentationNetworkTest.class.getResourceAsStream(name);
                SafeTensors file = SafeTensors.of(in.readAllBytes(), name)) {
            file.names().forEach(tensor -> torch.put(tensor, file.floats(tensor)));
        }
    }

    private void start(SegmentationShape shape) {
        SegmentationGraph plan = new SegmentationGraph(
                shape, Optional.empty(), SegmentationNetworkTest::setting, 0, LayerContext.of(Backend.kernels()));
        network = new SegmentationNetwork(shape, plan, under("weights/"));
    }

    @Test
    void scoresAreThoseOfPyTorch() {
        List<float[]> scores = network.scores(embeddings());
        float[] expected = torch.get("scores");
        int length = expected.length / TILES;
        for (int i = 0; i < TILES; i++) {
            assertThat(scores.get(i))
                    .containsExactly(Arrays.copyOfRange(expected, i * length, (i + 1) * length), within(2e-5f));
        }
    }

    @Test
    void lossAndGradientsAreThoseOfPyTorch() {
        ComputationGraph graph = network.graph();
        graph.setInputs(network.tokens(embeddings()));
        INDArray labels = network.labels(masks());
        graph.setLabels(labels, labels);
        graph.computeGradientAndScore();
        float[] losses = torch.get("losses");
        assertThat(graph.score()).isCloseTo(losses[0] + 0.4 * losses[1], within(1e-5));
        Map<String, float[]> expected = under("gradients/");
        Map<String, float[]> ours = new HashMap<>();
        graph.gradient().gradientForVariable().forEach((key, gradient) -> {
            int cut = key.lastIndexOf('_');
            ours.put(
                    key.substring(0, cut) + "." + key.substring(cut + 1),
                    Backend.kernels().copies().of(gradient.dup('c')));
        });
        assertThat(ours.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, values) ->
                assertThat(ours.get(name)).as(name).containsExactly(values, within(2e-6f + 2e-4f * greatest(values))));
    }

    @Test
    void onTilesThatAreNotSquareScoresAndGradientsAreThoseOfPyTorch() throws IOException {
        read("head-wide.safetensors");
        start(new SegmentationShape(new PatchGrid(2, 3), 8, 3, 5, 3, 0, 0.4));

        scoresAreThoseOfPyTorch();
        lossAndGradientsAreThoseOfPyTorch();
    }

    @Test
    void oneStepOfAdamWAndTheRunningStatisticsAreThoseOfPyTorch() {
        network.fit(embeddings(), masks());
        Map<String, INDArray> views = network.views();
        under("after/")
                .forEach((name, values) -> assertThat(Backend.kernels().copies().of(views.get(name)))
                        .as(name)
                        .containsExactly(values, within(1e-5f)));
        Map<String, float[]> gradients = under("gradients/");
        under("stepped/").forEach((name, values) -> {
            float[] ours = Backend.kernels().copies().of(views.get(name));
            for (int i = 0; i < ours.length; i++) {
                // DL4J adds epsilon before it corrects the second moment, which shows where gradients are tiny.
                if (Math.abs(gradients.get(name)[i]) > 1e-4) {
                    assertThat(ours[i]).as(name).isCloseTo(values[i], within(5e-5f));
                }
            }
        });
    }

    private static Optional<ParameterSetting> setting(Parameter parameter) {
        Adam adam = new Adam(1e-2, 0.9, 0.999, 1e-8);
        return parameter.name().contains("running_")
                ? Optional.empty()
                : Optional.of(new ParameterSetting(adam, parameter.shape().length > 1 ? 0.05 : 0));
    }

    private Map<String, float[]> under(String prefix) {
        Map<String, float[]> tensors = new HashMap<>();
        torch.forEach((name, values) -> {
            if (name.startsWith(prefix)) {
                tensors.put(name.substring(prefix.length()), values);
            }
        });
        return tensors;
    }

    /** PyTorch's tokens with a class token before them, which the head must not look at. */
    private List<float[]> embeddings() {
        float[] tokens = torch.get("tokens");
        int length = tokens.length / TILES;
        List<float[]> embeddings = new ArrayList<>();
        for (int i = 0; i < TILES; i++) {
            float[] embedding = new float[SHAPE.dim() + length];
            Arrays.fill(embedding, 0, SHAPE.dim(), 1e6f);
            System.arraycopy(tokens, i * length, embedding, SHAPE.dim(), length);
            embeddings.add(embedding);
        }
        return embeddings;
    }

    private List<byte[]> masks() {
        float[] labels = torch.get("labels");
        int length = labels.length / TILES;
        List<byte[]> masks = new ArrayList<>();
        for (int i = 0; i < TILES; i++) {
            byte[] mask = new byte[length];
            for (int p = 0; p < length; p++) {
                mask[p] = (byte) labels[i * length + p];
            }
            masks.add(mask);
        }
        return masks;
    }

    private static float greatest(float[] values) {
        float greatest = 0;
        for (float value : values) {
            greatest = Math.max(greatest, Math.abs(value));
        }
        return greatest;
    }
}
