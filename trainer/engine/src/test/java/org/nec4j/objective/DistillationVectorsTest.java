package org.nec4j.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.nec4j.backend.Backend;
import org.nec4j.entropy.Relaxation;
import org.nec4j.entropy.StepRange;
import org.nec4j.entropy.TransformModel;
import org.nec4j.entropy.TransformShape;
import org.nec4j.entropy.Vectors;
import org.nec4j.kernel.CopyKernels;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Measuring;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.nn.Rated;
import org.nec4j.vit.Tensors;

/** Loss and gradients of a small distillation on a grid of 2 x 3 against PyTorch's autograd, quantization and drawn steps included. */
class DistillationVectorsTest {
    private static final int BATCH = 2;

    private Vectors vectors;
    private TransformModel model;
    private PostFilter filter;
    private Distillation objective;
    private final LayerContext context = LayerContext.of(Backend.kernels());
    private final CopyKernels copies = Backend.kernels().copies();

    private void take(String file, Relaxation relaxation) {
        this.vectors = Vectors.beside(DistillationVectorsTest.class, file);
        this.model = new TransformModel(new TransformShape(2, 3, 4, 3), relaxation, StepRange.USUAL);
        this.filter = new PostFilter(model, new PostFilter.Shape(4, 8, 2, 1e-6), 7, 0.5);
        this.objective = new Distillation(model, filter, 7);
    }

    /** Before bits have their price training rounds: the first vectors again. */
    @ParameterizedTest
    @CsvSource({
        "distillation.safetensors, 0, 0, 0",
        "distillation-priced.safetensors, 0.1, 0.5, 0",
        "distillation.safetensors, 0.1, 0.5, 1"
    })
    void agreesWithPyTorch(String file, double price, double share, int from) {
        take(file, new Relaxation(0.42, price, share, from));
        ComputationGraph graph = graph();
        StepInputs step = new StepInputs(
                copies.array(new float[BATCH], BATCH, 1, 1, 1),
                new int[BATCH][6],
                new int[BATCH][6],
                Map.of(TransformModel.LAYER, array("noise")),
                Optional.of(array("teacher")));
        Tail.Feed feed = filter.feed(step, context);
        List<INDArray> inputs = new ArrayList<>(List.of(array("y")));
        inputs.addAll(feed.inputs());
        graph.setInputs(inputs.toArray(INDArray[]::new));
        graph.setLabels(feed.labels());
        ((Rated) graph.getLayer(TransformModel.LAYER)).noise(step.noise().get(TransformModel.LAYER));
        Loss loss = objective.loss(BATCH);
        loss.factors().forEach((layer, factor) -> ((Measuring) graph.getLayer(layer)).begin(factor));
        graph.computeGradientAndScore();

        Map<String, Double> measured = new LinkedHashMap<>();
        loss.factors().keySet().forEach(layer -> measured.put(layer, ((Measuring) graph.getLayer(layer)).measured()));
        assertThat(measured.get(TransformModel.LAYER)).isCloseTo(number("bits"), within(1e-5 * number("bits")));
        assertThat(measured.get(filter.output())).isCloseTo(number("squares"), within(1e-5 * number("squares")));
        assertThat(loss.value(measured::get)).isCloseTo(number("loss"), within(1e-5 * number("loss")));
        for (FusedLayer layer : layers()) {
            if (layer.parameters().isEmpty()) {
                continue;
            }
            Map<String, INDArray> gradients = layer.initializer()
                    .getGradientsFromFlattened(
                            graph.getLayer(layer.getLayerName()).conf(),
                            graph.getLayer(layer.getLayerName()).getGradientsViewArray());
            layer.parameters().forEach(parameter -> {
                float[] found = copies.of(gradients.get(parameter.key()));
                float[] wanted = vectors.floats("gradient." + parameter.name());
                double longest = 0;
                for (float one : wanted) {
                    longest = Math.max(longest, Math.abs(one));
                }
                for (int i = 0; i < wanted.length; i++) {
                    assertThat((double) found[i])
                            .as(parameter.name() + " " + i)
                            .isCloseTo(wanted[i], within(2e-4 * longest + 1e-4));
                }
            });
        }
    }

    private ComputationGraph graph() {
        Map<String, float[]> tensors = new LinkedHashMap<>();
        vectors.names().stream()
                .filter(name -> name.startsWith("tensor."))
                .forEach(name -> tensors.put(name.substring("tensor.".length()), vectors.floats(name)));
        GraphBuilder builder =
                new NeuralNetConfiguration.Builder().seed(0).miniBatch(false).graphBuilder();
        builder.addInputs("y");
        builder.addInputs(filter.inputs().toArray(String[]::new));
        layers().forEach(layer -> {
            layer.train(parameter -> Optional.of(new ParameterSetting(new Sgd(1), 0)));
            layer.share(context);
        });
        String last = model.addTo(builder, "y", layer -> layer);
        filter.addTo(builder, last, new Tensors(tensors), layer -> layer);
        builder.setOutputs(filter.output());
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        context.share(graph);
        layers().forEach(layer -> layer.parameters()
                .forEach(p -> copies.into(
                        graph.getLayer(layer.getLayerName()).paramTable(false).get(p.key()), tensors.get(p.name()))));
        graph.initGradientsView();
        return graph;
    }

    private List<FusedLayer> layers() {
        List<FusedLayer> all = new ArrayList<>(model.layers());
        all.addAll(filter.layers());
        return all;
    }

    private INDArray array(String name) {
        return copies.array(vectors.floats(name), vectors.shape(name));
    }

    private double number(String name) {
        return vectors.floats(name)[0];
    }
}
