package org.nec4j.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nec4j.backend.Backend;
import org.nec4j.kernel.DensityKernel;
import org.nec4j.kernel.Likelihood;
import org.nec4j.nn.Dense;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.MaskedPixelLoss;
import org.nec4j.nn.Measuring;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.nn.Rated;

/** Whole hyperpriors between an input and a loss, against CompressAI's entropy models around timm's blocks under autograd. */
class HyperpriorModelTest {
    private static final int DIM = 12;
    private static final int PIXELS = 6;
    private static final double LAMBDA = 100;

    private final Vectors peer = Vectors.resource("hyperprior_steps.safetensors");
    private final List<FusedLayer> layers = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"scale", "mean-scale"})
    void scoreAndGradientsAreThePeers(String variant) {
        String prefix = variant + "/";
        ComputationGraph graph = graph(prefix);
        graph.computeGradientAndScore();

        double bits = rated(graph, "entropy_bottleneck").measured()
                + rated(graph, "gaussian_conditional").measured();
        double distortion = ((Measuring) graph.getLayer("decoder_pred")).measured();
        double expectedBits = peer.floats(prefix + "bits")[0];
        double expectedScore = LAMBDA * peer.floats(prefix + "distortion")[0] + expectedBits;
        assertThat(bits).isCloseTo(expectedBits, within(1e-5 * expectedBits));
        assertThat(LAMBDA * distortion + bits).isCloseTo(expectedScore, within(1e-5 * expectedScore));
        int compared = 0;
        for (FusedLayer layer : layers) {
            for (Parameter parameter : layer.parameters()) {
                String expected = prefix + "grad/" + parameter.name();
                if (peer.names().contains(expected)) {
                    assertThat(distance(gradient(graph, layer, parameter), peer.array(expected)))
                            .as(parameter.name())
                            .isLessThan(2e-5);
                    compared++;
                }
            }
        }
        assertThat(compared).isEqualTo(2 + 4 * 12 + 2 + 14 + 2);
        // What reaches y, seen through an identity below it: dw = dyᵀ y.
        INDArray dy = peer.array(prefix + "dy").reshape('c', -1, DIM);
        INDArray y = peer.array(prefix + "y").reshape('c', -1, DIM);
        FusedLayer identity = layers.get(0);
        assertThat(distance(
                        gradient(graph, identity, identity.parameters().get(0)),
                        dy.transpose().mmul(y)))
                .isLessThan(2e-5);
    }

    private ComputationGraph graph(String prefix) {
        HyperpriorShape shape = new HyperpriorShape(DIM, 16, 4, 2, 1e-6, prefix.startsWith("mean"));
        HyperpriorModel model = new HyperpriorModel(shape, DensitySettings.compressAi());
        FusedLayer identity = new Dense("identity", DIM, DIM, false, false);
        FusedLayer output = new MaskedPixelLoss("decoder_pred", DIM, PIXELS);
        layers.add(identity);
        layers.addAll(model.layers());
        layers.add(output);
        LayerContext context = LayerContext.of(Backend.kernels());
        layers.forEach(layer -> layer.share(context));
        layers.forEach(layer -> layer.train(parameter -> Optional.of(new ParameterSetting(new Sgd(1), 0))));
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .miniBatch(false)
                .graphBuilder()
                .addInputs("y");
        builder.addLayer("identity", identity, "y");
        builder.addLayer("decoder_pred", output, model.addTo(builder, "identity", layer -> layer));
        ComputationGraph graph =
                new ComputationGraph(builder.setOutputs("decoder_pred").build());
        graph.init();
        for (FusedLayer layer : layers) {
            Map<String, INDArray> table = graph.getLayer(layer.getLayerName()).paramTable(false);
            for (Parameter parameter : layer.parameters()) {
                INDArray value = layer == identity
                        ? (parameter.key().equals("weight") ? Nd4j.eye(DIM) : Nd4j.zeros(DIM))
                        : peer.array(prefix + "param/" + parameter.name());
                table.get(parameter.key()).assign(value.reshape('c', parameter.shape()));
            }
        }
        rated(graph, "gaussian_conditional").noise(peer.array(prefix + "noise/y"));
        rated(graph, "entropy_bottleneck").noise(peer.array(prefix + "noise/z"));
        ((Measuring) graph.getLayer("decoder_pred")).begin(LAMBDA);
        INDArray labels = peer.array(prefix + "labels");
        graph.setInputs(peer.array(prefix + "y"));
        graph.setLabels(labels);
        graph.setLayerMaskArrays(null, new INDArray[] {Nd4j.ones(DataType.FLOAT, labels.size(0), labels.size(1))});
        return graph;
    }

    /** The estimate runs the same networks outside the graph: with the noise of training it must give the same bits. */
    @ParameterizedTest
    @ValueSource(strings = {"scale", "mean-scale"})
    void estimatesWhatTrainingRates(String variant) {
        String prefix = variant + "/";
        HyperpriorShape shape = new HyperpriorShape(DIM, 16, 4, 2, 1e-6, variant.startsWith("mean"));
        FactorizedEstimate side = new FactorizedEstimate(
                FactorizedDensity.of(16),
                key -> peer.floats(prefix + "param/entropy_bottleneck." + key),
                Likelihood.DIFFERENCE,
                DensityKernel.BOUND,
                Backend.kernels());
        HyperpriorEstimate estimate = new HyperpriorEstimate(
                shape, side, name -> peer.floats(prefix + "param/" + name), LayerContext.of(Backend.kernels()));
        int tokens = (int) peer.shape(prefix + "y")[1];
        double bits = 0;
        for (int image = 0; image < 2; image++) {
            float[] y = image(prefix + "y", image);
            float[] noiseY = image(prefix + "noise/y", image);
            float[] noiseZ = image(prefix + "noise/z", image);
            int[] calls = {0};
            bits += estimate.bits(y, tokens, (value, centre) -> {
                int call = calls[0]++;
                return value + (call < noiseZ.length ? noiseZ[call] : noiseY[call - noiseZ.length]);
            });
        }
        assertThat(bits).isCloseTo(peer.floats(prefix + "bits")[0], within(1e-5 * bits));
    }

    @Test
    void scalesStartOneStepWideWhateverTheSeed() {
        HyperpriorShape shape = new HyperpriorShape(DIM, 16, 4, 2, 1e-6, true);
        HyperpriorModel model = new HyperpriorModel(shape, DensitySettings.compressAi());
        Map<String, float[]> start = model.initial(3);
        assertThat(start.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        model.parameters().stream().map(Parameter::name).toList());
        float[] bias = start.get("h_s.2.bias");
        assertThat(Arrays.copyOf(bias, DIM)).containsOnly(1);
        assertThat(Arrays.copyOfRange(bias, DIM, 2 * DIM)).containsOnly(0);
    }

    private float[] image(String name, int image) {
        float[] all = peer.floats(name);
        return Arrays.copyOfRange(all, image * all.length / 2, (image + 1) * all.length / 2);
    }

    private static Rated rated(ComputationGraph graph, String layer) {
        return (Rated) graph.getLayer(layer);
    }

    private static INDArray gradient(ComputationGraph graph, FusedLayer layer, Parameter parameter) {
        org.deeplearning4j.nn.api.Layer running = graph.getLayer(layer.getLayerName());
        return layer.initializer()
                .getGradientsFromFlattened(running.conf(), running.getGradientsViewArray())
                .get(parameter.key());
    }

    /** Norm of the difference over the norm of the expected. */
    private static double distance(INDArray actual, INDArray expected) {
        return actual.sub(expected).norm2Number().doubleValue()
                / expected.norm2Number().doubleValue();
    }
}
