package org.nec4j.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nec4j.PeerVectors;
import org.nec4j.backend.Backend;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Measuring;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;

/** The grid network with its authors' numbers, and their optimizer; every size from the expected.json of what their program gave. */
final class DataSlim {
    static final List<String> CODEBOOKS = List.of(GridNetwork.FINE, GridNetwork.COARSE);

    final PeerVectors vectors = PeerVectors.named("data-slim");
    final JsonObject expected = vectors.expected();
    private final JsonObject model = expected.object("model");
    final double weight = model.number("mse_weight");
    final Kernels kernels = Backend.kernels();
    private final LayerContext context = LayerContext.of(kernels);
    final GridNetwork network = network();
    final ComputationGraph graph = graph();
    private final Map<String, INDArray[]> moments = new TreeMap<>();

    void pass(int step) {
        INDArray x = map("batch/" + step + "/x");
        INDArray mask = map("batch/" + step + "/mask");
        graph.setInputs(x);
        graph.setLabels(Nd4j.concat(3, x, mask));
        ((Measuring) graph.getLayer(GridNetwork.OUTPUT)).begin(weight);
        CODEBOOKS.forEach(book -> codebook(book).begin(1));
        graph.computeGradientAndScore();
    }

    double measured(String layer) {
        return ((Measuring) graph.getLayer(layer)).measured();
    }

    CodebookRuntime codebook(String name) {
        return (CodebookRuntime) graph.getLayer(name);
    }

    /** AdamW as PyTorch computes it. */
    void update(double rate, int t) {
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
    double number(String key, int channel) {
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

    void load(String prefix) {
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
    float[] ours(String name) {
        long[] shape = vectors.shape(name);
        INDArray whole = Nd4j.createFromArray(vectors.floats(name)).reshape('c', shape);
        return flat(shape.length == 4 ? whole.permute(0, 2, 3, 1) : whole);
    }

    float[] inTheirOrder(Parameter parameter, INDArray found) {
        long[] shape = vectors.shape("init/" + parameter.name());
        return flat(
                shape.length == 4
                        ? found.reshape('c', shape[0], shape[2], shape[3], shape[1])
                                .permute(0, 3, 1, 2)
                        : found);
    }

    static float[] flat(INDArray array) {
        return array.dup('c').reshape(array.length()).toFloatVector();
    }

    INDArray map(String name) {
        long[] shape = vectors.shape(name);
        return kernels.copies().array(ours(name), shape[0], shape[2], shape[3], shape[1]);
    }

    List<Tensor> trained() {
        List<Tensor> all = new ArrayList<>();
        for (FusedLayer layer : network.layers()) {
            layer.parameters().stream()
                    .filter(parameter -> layer.trains(parameter.key()))
                    .forEach(parameter -> all.add(new Tensor(layer, parameter)));
        }
        return all;
    }

    /** A tensor of the running graph. */
    final class Tensor {
        private final FusedLayer layer;
        private final Parameter parameter;

        Tensor(FusedLayer layer, Parameter parameter) {
            this.layer = layer;
            this.parameter = parameter;
        }

        Parameter parameter() {
            return parameter;
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
