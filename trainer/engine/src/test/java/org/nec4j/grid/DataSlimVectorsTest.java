package org.nec4j.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nec4j.PeerVectors.assertClose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nec4j.PeerVectors;
import org.nec4j.backend.Backend;
import org.nec4j.codec.grid.Codes;
import org.nec4j.codec.grid.GridModel;
import org.nec4j.codec.io.Json;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.tensor.SafeTensorsWriter;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Measuring;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;

/** The grid network against its authors' program: activations, codes, losses, gradients, moving averages, weights; every size from its expected.json. */
class DataSlimVectorsTest {
    private static final double SHARE = 1e-4;
    /** Of a distance between float32 numbers of about 1 that are nearly alike. */
    private static final double ROUNDING = 1e-8;

    private static final List<String> CODEBOOKS = List.of(GridNetwork.FINE, GridNetwork.COARSE);

    private final PeerVectors vectors = PeerVectors.named("data-slim");
    private final JsonObject expected = vectors.expected();
    private final JsonObject model = expected.object("model");
    private final double weight = model.number("mse_weight");
    private final Kernels kernels = Backend.kernels();
    private final LayerContext context = LayerContext.of(kernels);
    private final GridNetwork network = network();
    private final ComputationGraph graph = graph();
    private final Map<String, INDArray[]> moments = new TreeMap<>();

    @Test
    void everyActivationIsTheirs() {
        load("init/");
        Map<String, INDArray> found = graph.feedForward(new INDArray[] {map("batch/0/x")}, false);
        Map<String, String> named = Map.ofEntries(
                Map.entry("standardised", "standardized"),
                Map.entry("pre_block", "pre_block._conv2"),
                Map.entry(
                        "y_trunk", "encoder_stack_0._layers." + (network.shape().blocks() - 1)),
                Map.entry("y_enc", "final_conv_encoder_0"),
                Map.entry("z_enc", "final_conv_encoder_1"),
                Map.entry("z_q", GridNetwork.COARSE),
                Map.entry("y_before_vq", "fine"),
                Map.entry("y_q", GridNetwork.FINE),
                Map.entry("z_hat", "decoding_stack_1._layers.0"),
                Map.entry("y_hat", "both"),
                Map.entry(
                        "decoder_out",
                        "decoding_stack_0._layers." + (network.shape().blocks() - 1)),
                Map.entry("x_hat", GridNetwork.OUTPUT));
        for (String name : vectors.names("act0/")) {
            if (name.endsWith("_indices")) {
                String book = name.startsWith("y") ? GridNetwork.FINE : GridNetwork.COARSE;
                assertThat(codebook(book).chosen()).as(name).isEqualTo(vectors.ints("act0/" + name));
            } else {
                assertThat(named).containsKey(name);
                assertMap("act0/" + name, found.get(named.get(name)));
            }
        }
    }

    @Test
    void lossesGradientsCodesAndStepsAreTheirs() {
        load("init/");
        List<JsonObject> steps = vectors.objects("steps");
        for (int step = 0; step < steps.size(); step++) {
            JsonObject wanted = steps.get(step);
            pass(step);
            double squares = measured(GridNetwork.OUTPUT);
            double distances = measured(GridNetwork.FINE) + measured(GridNetwork.COARSE);
            assertNumber("mse", step, squares, wanted.number("mse"));
            assertNumber("vq_loss", step, distances, wanted.number("vq_loss"));
            assertNumber("loss", step, weight * squares + distances, wanted.number("loss"));
            assertNumber("perplexity_y", step, codebook(GridNetwork.FINE).perplexity(), wanted.number("perplexity_y"));
            assertNumber(
                    "perplexity_z", step, codebook(GridNetwork.COARSE).perplexity(), wanted.number("perplexity_z"));
            double norm = 0;
            for (Tensor tensor : trained()) {
                norm += kernels.updates().squares(tensor.gradient());
                if (step == 0) {
                    assertTensor("grad0/" + tensor.name(), tensor.parameter, tensor.gradient());
                }
            }
            assertNumber("gradient norm", step, Math.sqrt(norm), wanted.number("grad_norm"));
            for (String book : CODEBOOKS) {
                String prefix = "ema/" + step + (book.equals(GridNetwork.FINE) ? "/y/" : "/z/");
                vectors.assertClose(prefix + "cluster_size", codebook(book).getParam(Codebook.SIZES), SHARE);
                vectors.assertClose(prefix + "w", codebook(book).getParam(Codebook.SUMS), SHARE);
                vectors.assertClose(prefix + "codebook", codebook(book).getParam(Codebook.CODES), SHARE);
            }
            update(wanted.number("lr"), step + 1);
        }
        for (Tensor tensor : trained()) {
            float[] found = theirs(tensor.parameter, tensor.value());
            float[] wanted = vectors.floats("final/" + tensor.name());
            for (int i = 0; i < wanted.length; i++) {
                assertThat(found[i]).as("%s after all steps", tensor.name()).isCloseTo(wanted[i], within(1e-4f));
            }
        }
    }

    /** The trained network on larger windows, nothing moving. */
    @Test
    void largerWindowsGiveTheirCodesAndValues() {
        load("final/");
        Map<String, INDArray> found = graph.feedForward(new INDArray[] {map("compress/x")}, false);
        assertThat(codebook(GridNetwork.COARSE).chosen()).isEqualTo(vectors.ints("compress/z_indices"));
        assertThat(codebook(GridNetwork.FINE).chosen()).isEqualTo(vectors.ints("compress/y_indices"));
        assertMap("compress/x_hat", found.get(GridNetwork.OUTPUT));
    }

    /** What the codec module decodes from their codes, float32 weights in place of the float16 that codecs hold. */
    @Test
    void theDecoderWithoutDl4jGivesTheirValues() {
        GridShape shape = network.shape();
        Map<String, Object> said = new TreeMap<>(Map.of(
                "kind", GridModel.NETWORK,
                "pre", shape.pre(),
                "width", shape.width(),
                "dim", shape.dim(),
                "codes", shape.codes(),
                "blocks", shape.blocks(),
                "usage_fine", Collections.nCopies(shape.codes(), 1),
                "usage_coarse", Collections.nCopies(shape.codes(), 1),
                "standardizers", List.of()));
        SafeTensorsWriter writer = new SafeTensorsWriter().metadata(GridModel.KEY, Json.write(said));
        network.layers().forEach(layer -> layer.parameters()
                .forEach(parameter ->
                        writer.floats(parameter.name(), parameter.shape(), ours("final/" + parameter.name()))));
        GridModel decoder = GridModel.of(writer.toBytes(), "theirs");
        long[] size = vectors.shape("compress/x");
        int images = (int) size[0];
        int fine = vectors.ints("compress/y_indices").length / images;
        int coarse = vectors.ints("compress/z_indices").length / images;
        float[] found = new float[(int) (images * size[2] * size[3])];
        for (int i = 0; i < images; i++) {
            Codes codes = new Codes(
                    Arrays.copyOfRange(vectors.ints("compress/y_indices"), i * fine, (i + 1) * fine),
                    Arrays.copyOfRange(vectors.ints("compress/z_indices"), i * coarse, (i + 1) * coarse));
            float[] map = decoder.decode(codes, (int) size[2], (int) size[3]);
            for (int j = 0; j < map.length; j++) {
                found[i * map.length + j] =
                        (float) (map[j] * (Math.sqrt(number("data_variance", 0)) + 1e-6) + number("data_mean", 0));
            }
        }
        assertClose("compress/x_hat", found, vectors.floats("compress/x_hat"), SHARE);
    }

    private static void assertNumber(String name, int step, double found, double wanted) {
        assertThat(found).as("%s of step %d", name, step).isCloseTo(wanted, within(SHARE * wanted + ROUNDING));
    }

    private void pass(int step) {
        INDArray x = map("batch/" + step + "/x");
        INDArray mask = map("batch/" + step + "/mask");
        graph.setInputs(x);
        graph.setLabels(Nd4j.concat(3, x, mask));
        ((Measuring) graph.getLayer(GridNetwork.OUTPUT)).begin(weight);
        CODEBOOKS.forEach(book -> codebook(book).begin(1));
        graph.computeGradientAndScore();
    }

    private double measured(String layer) {
        return ((Measuring) graph.getLayer(layer)).measured();
    }

    private CodebookRuntime codebook(String name) {
        return (CodebookRuntime) graph.getLayer(name);
    }

    /** AdamW as PyTorch computes it. */
    private void update(double rate, int t) {
        JsonObject adam = expected.object("optimizer");
        double beta1 = adam.numbers("betas").get(0);
        double beta2 = adam.numbers("betas").get(1);
        double correction = Math.sqrt(1 - Math.pow(beta2, t));
        for (Tensor tensor : trained()) {
            INDArray[] two =
                    moments.computeIfAbsent(tensor.name(), name -> new INDArray[] {zeros(tensor), zeros(tensor)});
            INDArray gradient = tensor.gradient();
            kernels.updates()
                    .adam(
                            gradient,
                            two[0],
                            two[1],
                            rate * correction / (1 - Math.pow(beta1, t)),
                            beta1,
                            beta2,
                            adam.number("eps") * correction);
            kernels.elements().addScaled(rate * adam.number("weight_decay"), tensor.value(), gradient);
            kernels.elements().addScaled(-1, gradient, tensor.value());
        }
    }

    private static INDArray zeros(Tensor tensor) {
        return Nd4j.zeros(DataType.FLOAT, tensor.parameter.shape());
    }

    private GridNetwork network() {
        GridShape shape = new GridShape(
                model.integer("data_channels"),
                model.integer("pre_num_channels"),
                model.integer("num_channels"),
                model.integer("latent_dim"),
                model.integer("num_embeddings"),
                model.integer("num_residual_blocks"));
        double[] means = new double[shape.channels()];
        double[] deviations = new double[shape.channels()];
        for (int c = 0; c < means.length; c++) {
            means[c] = number("data_mean", c);
            deviations[c] = Math.sqrt(number("data_variance", c));
        }
        return new GridNetwork(
                shape,
                means,
                deviations,
                model.number("commitment"),
                model.number("ema_decay"),
                model.number("ema_epsilon"));
    }

    /** A number, or one of a list, one a channel. */
    private double number(String key, int channel) {
        return expected.asMap().get(key) instanceof List<?>
                ? expected.numbers(key).get(channel)
                : expected.number(key);
    }

    private ComputationGraph graph() {
        GraphBuilder builder =
                new NeuralNetConfiguration.Builder().seed(0).miniBatch(false).graphBuilder();
        builder.addInputs(GridNetwork.INPUT);
        network.addTo(builder, layer -> {
            layer.train(parameter -> GridNetwork.neverTrains(parameter)
                    ? Optional.empty()
                    : Optional.of(new ParameterSetting(new Sgd(1), 0)));
            layer.share(context);
            return layer;
        });
        ComputationGraph built = new ComputationGraph(builder.build());
        built.init();
        context.share(built);
        built.initGradientsView();
        return built;
    }

    private void load(String prefix) {
        for (FusedLayer layer : network.layers()) {
            for (Parameter parameter : layer.parameters()) {
                kernels.copies()
                        .into(
                                graph.getLayer(layer.getLayerName()).getParam(parameter.key()),
                                ours(prefix + parameter.name()));
            }
        }
    }

    /** A tensor of theirs with the second axis of windows, or of maps, at the end. */
    private float[] ours(String name) {
        long[] shape = vectors.shape(name);
        INDArray whole = Nd4j.createFromArray(vectors.floats(name)).reshape('c', shape);
        return flat(shape.length == 4 ? whole.permute(0, 2, 3, 1) : whole);
    }

    private float[] theirs(Parameter parameter, INDArray found) {
        long[] shape = vectors.shape("init/" + parameter.name());
        return flat(
                shape.length == 4
                        ? found.reshape('c', shape[0], shape[2], shape[3], shape[1])
                                .permute(0, 3, 1, 2)
                        : found);
    }

    private static float[] flat(INDArray array) {
        return array.dup('c').reshape(array.length()).toFloatVector();
    }

    private INDArray map(String name) {
        long[] shape = vectors.shape(name);
        return kernels.copies().array(ours(name), shape[0], shape[2], shape[3], shape[1]);
    }

    private void assertMap(String name, INDArray found) {
        assertClose(name, flat(found), ours(name), SHARE);
    }

    private void assertTensor(String name, Parameter parameter, INDArray found) {
        assertClose(name, theirs(parameter, found), vectors.floats(name), SHARE);
    }

    private List<Tensor> trained() {
        List<Tensor> all = new ArrayList<>();
        for (FusedLayer layer : network.layers()) {
            layer.parameters().stream()
                    .filter(parameter -> layer.trains(parameter.key()))
                    .forEach(parameter -> all.add(new Tensor(layer, parameter)));
        }
        return all;
    }

    /** A tensor of the running graph. */
    private final class Tensor {
        private final FusedLayer layer;
        private final Parameter parameter;

        Tensor(FusedLayer layer, Parameter parameter) {
            this.layer = layer;
            this.parameter = parameter;
        }

        String name() {
            return parameter.name();
        }

        INDArray value() {
            return graph.getLayer(layer.getLayerName()).getParam(parameter.key());
        }

        INDArray gradient() {
            org.deeplearning4j.nn.api.Layer running = graph.getLayer(layer.getLayerName());
            return layer.initializer()
                    .getGradientsFromFlattened(running.conf(), running.getGradientsViewArray())
                    .get(parameter.key());
        }
    }
}
