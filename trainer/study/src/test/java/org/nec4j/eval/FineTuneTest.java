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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nec4j.assembly.StartingPoint;
import org.nec4j.backend.Backend;
import org.nec4j.config.FineTuneSettings;
import org.nec4j.data.ByteImage;
import org.nec4j.data.CentreCrop;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Normalization;
import org.nec4j.data.Picture;
import org.nec4j.nn.LayerContext;
import org.nec4j.progress.Console;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.TrainableEncoder;
import org.nec4j.vit.VitShape;

/**
 * Against a vision transformer of timm with its AttentionPoolLatent and a linear layer behind it, all under PyTorch's AdamW with learning
 * rates that fall by layers: versions stand in the resource.
 */
class FineTuneTest {
    private static final int CLASSES = 3;
    private static final int BATCH = 3;
    private static final VitShape SHAPE = new VitShape(8, 4, 3, 8, 2, 2, 4, 1, 2, 4, 1e-6);

    private JsonObject peer;
    private TrainableEncoder encoder;
    private AttentionNetwork network;

    @BeforeEach
    void startWhereThePeerStarted() throws IOException {
        try (Reader reader = new InputStreamReader(
                FineTuneTest.class.getResourceAsStream("fine_tune_timm.json"), StandardCharsets.UTF_8)) {
            peer = new Gson().fromJson(reader, JsonObject.class);
        }
        JsonObject start = peer.getAsJsonObject("start");
        Map<String, float[]> tensors = new HashMap<>();
        start.entrySet().forEach(tensor -> tensors.put(tensor.getKey(), floats(tensor.getValue())));
        double rate = peer.get("learningRate").getAsDouble();
        FineTuneSettings settings = new FineTuneSettings(
                true, 1, BATCH, rate, peer.get("layerDecay").getAsDouble(), 0.05, 1);
        encoder = tuning(settings, new Tensors(tensors)).encoder(FixedSchedule::new);
        network = new AttentionNetwork(
                Optional.of(encoder), SHAPE.dim(), 2, CLASSES, new FixedSchedule(rate), 0.05, 1, encoder.context());
        tensors.forEach((name, values) -> {
            if (name.startsWith("pool.")) {
                network.set(name.substring("pool.".length()), values);
            }
        });
        Map<String, INDArray> classifier = network.graph().getLayer("classes").paramTable();
        classifier
                .get("W")
                .assign(Nd4j.createFromArray(tensors.get("fc.weight"))
                        .reshape('c', CLASSES, SHAPE.dim())
                        .transpose());
        classifier.get("b").assign(Nd4j.createFromArray(tensors.get("fc.bias")));
    }

    @Test
    void gradientsOfTheWholeEncoderAreThePeers() {
        ComputationGraph graph = network.graph();
        graph.setInputs(encoder.inputs(images(0)));
        graph.setLabels(oneHot(labels(0)));
        graph.computeGradientAndScore();
        JsonObject gradients = peer.getAsJsonObject("gradients");
        int compared = 0;
        for (var layer : TrainableEncoder.layers(SHAPE)) {
            var running = graph.getLayer(layer.getLayerName());
            Map<String, INDArray> table =
                    layer.initializer().getGradientsFromFlattened(running.conf(), running.getGradientsViewArray());
            for (var parameter : layer.parameters()) {
                INDArray mean = table.get(parameter.key()).div(BATCH); // DL4J divides by the batch when it updates
                assertThat(mean.reshape(mean.length()).toFloatVector())
                        .as(parameter.name())
                        .containsExactly(floats(gradients.get(parameter.name())), within(2e-6f));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(29);
    }

    @Test
    void fourStepsOfAdamWLeadWhereThePeerWent() {
        double[] losses = new Gson().fromJson(peer.get("losses"), double[].class);
        for (int i = 0; i < losses.length; i++) {
            INDArray probabilities = network.probabilities(encoder.inputs(images(i)));
            double loss = 0;
            for (int b = 0; b < BATCH; b++) {
                loss -= Math.log(probabilities.getDouble(b, labels(i)[b])) / BATCH;
            }
            assertThat(loss).as("step %d", i).isCloseTo(losses[i], within(2e-4));
            network.step(labels(i), encoder.inputs(images(i)));
        }
        JsonObject after = peer.getAsJsonObject("after");
        for (var layer : TrainableEncoder.layers(SHAPE)) {
            Map<String, INDArray> table =
                    network.graph().getLayer(layer.getLayerName()).paramTable(false);
            for (var parameter : layer.parameters()) {
                float[] wanted = floats(after.get(parameter.name()));
                float[] ours =
                        table.get(parameter.key()).reshape(parameter.length()).toFloatVector();
                for (int i = 0; i < ours.length; i++) {
                    // The keys' bias has no influence: the peer's moves by the noise of its rounding, ours stays.
                    boolean keys = parameter.name().endsWith("qkv.bias") && i / SHAPE.dim() == 1;
                    assertThat(ours[i])
                            .as("%s[%d]", parameter.name(), i)
                            .isCloseTo(wanted[i], within(keys ? 0.1f : 1e-4f));
                }
            }
        }
    }

    @Test
    void theSameStepsLeadToTheSameBits() throws IOException {
        INDArray first = afterTwoSteps();
        startWhereThePeerStarted();
        assertThat(afterTwoSteps()).isEqualTo(first);
    }

    private INDArray afterTwoSteps() {
        network.step(labels(0), encoder.inputs(images(0)));
        network.step(labels(1), encoder.inputs(images(1)));
        return network.graph().params().dup();
    }

    @Test
    void aRandomEncoderLearnsScenes() {
        FineTuneSettings settings = new FineTuneSettings(true, 8, 8, 3e-3, 1, 0.05, 0.9);
        FineTune head = new FineTune(tuning(settings, RandomStart.of(SHAPE, 1)));

        HeadResult result = head.result(new Dots(48), new Dots(24), 2, List.of(0L, 1L), 0.9, Console.silent());

        assertThat(result.head()).isEqualTo("attention+fine-tune");
        assertThat(result.scores()).hasSize(2).allMatch(score -> score > 0.9);
    }

    private static EncoderTuning tuning(FineTuneSettings settings, Tensors tensors) {
        return new EncoderTuning(
                settings,
                new StartingPoint(SHAPE, tensors, Optional.empty()),
                CentreCrop.of(8),
                Normalization.imageNet(),
                LayerContext.of(Backend.kernels()));
    }

    private float[] images(int step) {
        return floats(peer.getAsJsonArray("images").get(step));
    }

    private int[] labels(int step) {
        return new Gson().fromJson(peer.getAsJsonArray("labels").get(step), int[].class);
    }

    private static INDArray oneHot(int[] labels) {
        INDArray target = Nd4j.create(labels.length, CLASSES);
        IntStream.range(0, labels.length).forEach(i -> target.putScalar(i, labels[i], 1));
        return target;
    }

    private static float[] floats(JsonElement element) {
        return new Gson().fromJson(element, float[].class);
    }

    /** Dark pictures with a bright dot, or bright ones with a dark dot. */
    private record Dots(int size) implements ImageSource {
        @Override
        public Picture image(int index) {
            byte[] samples = new byte[8 * 8 * 3];
            byte ground = (byte) (label(index) == 0 ? 60 + index % 7 : 180 - index % 5);
            Arrays.fill(samples, ground);
            samples[index % samples.length] = (byte) (label(index) == 0 ? 250 : 10);
            return new ByteImage(8, 8, 3, samples);
        }

        @Override
        public int label(int index) {
            return index % 2;
        }

        @Override
        public String name(int index) {
            return "picture " + index;
        }
    }
}
