package org.nec4j.segment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.CopyKernels;
import org.nec4j.nn.BatchNormalization;
import org.nec4j.nn.Convolution;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.MapLayer;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.nn.PixelClassification;
import org.nec4j.nn.ResidualBlock;
import org.nec4j.nn.Upscaling;
import org.nec4j.vit.TrainableEncoder;

/**
 * The segmentation head of Neural Embedding Compression (arXiv 2403.17886, its published code) as DL4J's graph.
 *
 * <pre>
 *   tokens [B, h * w, d] -&gt; first_conv -&gt; 6 residual blocks -&gt; + first_conv -&gt; 2 upscalings = neck [B, 16 * h * w, d / 2]
 *   neck -&gt; conv, norm, relu -&gt; conv, norm, relu -&gt; with the neck beside it: conv, norm, relu -&gt; classes    (decode_head)
 *   neck -&gt; conv, norm, relu -&gt; classes, loss * 0.4                                                       (auxiliary_head)
 * </pre>
 *
 * <p>mmsegmentation's FCNHead convolves the concatenation of neck and features; a convolution of a concatenation is the sum of two
 * convolutions, which is how it stands here.
 */
final class SegmentationGraph {
    static final String DECODE = "decode_head.conv_seg";
    static final String AUXILIARY = "auxiliary_head.conv_seg";
    private static final String TOKENS = "tokens";

    private final Map<String, FusedLayer> layers = new LinkedHashMap<>();
    private final ComputationGraphConfiguration.GraphBuilder builder;
    private final Optional<TrainableEncoder> encoder;
    private final LayerContext context;
    private final Function<Parameter, Optional<ParameterSetting>> settings;
    private int rows; // of the maps that layers get which are added now

    /**
     * Plans the graph.
     *
     * @param encoder  what trains below the head; without it tokens are the graph's input
     * @param settings how each tensor of the head trains
     * @param seed     decides which channels are dropped
     * @param context  what computes
     */
    SegmentationGraph(
            SegmentationShape shape,
            Optional<TrainableEncoder> encoder,
            Function<Parameter, Optional<ParameterSetting>> settings,
            long seed,
            LayerContext context) {
        this.context = context;
        this.encoder = encoder;
        this.settings = settings;
        this.builder =
                new NeuralNetConfiguration.Builder().seed(seed).miniBatch(false).graphBuilder();
        this.rows = shape.grid().rows();
        String tokens = TOKENS;
        if (encoder.isPresent()) {
            tokens = encoder.get().addTo(builder);
        } else {
            builder.addInputs(TOKENS);
        }
        int width = shape.neck();
        String first = add(new Convolution("neck.first_conv", shape.dim(), width, true), tokens);
        String last = first;
        for (int i = 0; i < SegmentationShape.BLOCKS; i++) {
            last = add(new ResidualBlock("neck.conv_blocks." + i, width), last);
        }
        last = sum("neck.skip", last, first);
        for (int i = 0; i < SegmentationShape.UPSCALINGS; i++) {
            last = add(new Upscaling("neck.upscaling_blocks." + i, width), last);
            rows *= 2;
        }
        String neck = last;
        int c = shape.channels();
        last = module("decode_head.convs.0", width, c, neck);
        last = module("decode_head.convs.1", c, c, last);
        last = sum(
                "decode_head.conv_cat.sum",
                add(new Convolution("decode_head.conv_cat.neck", width, c, false), neck),
                add(new Convolution("decode_head.conv_cat.features", c, c, false), last));
        last = add(new BatchNormalization("decode_head.conv_cat.bn", c), last);
        add(new PixelClassification(DECODE, c, shape.classes(), shape.dropout(), 1, 2 * seed), last);
        int a = shape.auxiliaryChannels();
        last = module("auxiliary_head.convs.0", width, a, neck);
        add(
                new PixelClassification(
                        AUXILIARY, a, shape.classes(), shape.dropout(), shape.auxiliaryWeight(), 2 * seed + 1),
                last);
        builder.setOutputs(DECODE, AUXILIARY);
    }

    /** The way into arrays and out. */
    CopyKernels copies() {
        return context.kernels().copies();
    }

    /** The head's tensors, in order. */
    List<Parameter> parameters() {
        return layers.values().stream()
                .flatMap(layer -> layer.parameters().stream())
                .toList();
    }

    /** DL4J's graph with these numbers in it. */
    ComputationGraph build(Map<String, float[]> tensors) {
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        views(graph).forEach((name, view) -> context.kernels().copies().into(view, tensors.get(name)));
        encoder.ifPresent(below -> below.fill(graph));
        return graph;
    }

    /** The head's tensors by name, as views of its memory. */
    Map<String, INDArray> views(ComputationGraph graph) {
        Map<String, INDArray> views = new LinkedHashMap<>();
        layers.forEach((name, layer) -> {
            Map<String, INDArray> table = graph.getLayer(name).paramTable(false);
            layer.parameters().forEach(parameter -> views.put(parameter.name(), table.get(parameter.key())));
        });
        return views;
    }

    private String module(String name, int in, int out, String input) {
        return add(
                new BatchNormalization(name + ".bn", out), add(new Convolution(name + ".conv", in, out, false), input));
    }

    private String add(FusedLayer layer, String input) {
        if (layer instanceof MapLayer map) {
            map.ofRows(rows);
        }
        layer.train(settings);
        layer.share(context);
        layers.put(layer.getLayerName(), layer);
        builder.addLayer(layer.getLayerName(), layer, input);
        return layer.getLayerName();
    }

    private String sum(String name, String one, String other) {
        builder.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), one, other);
        return name;
    }
}
