package org.nec4j.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.kernel.GeluForm;
import org.nec4j.onnx.OnnxGraph.Kind;
import org.nec4j.vit.Tensors;

/**
 * Writes how an embedding [N, T, D] becomes the integers that a codec codes: outputs of int32, components before tokens, as
 * {@link org.nec4j.codec.Codec#costs} has them. The tensors are those that docs/codec-format.md describes. What the codec computes in double is
 * double here.
 */
final class SymbolGraph {
    /** The output of the symbols, and that of a hyperprior's side information. */
    static final String SYMBOLS = "symbols";

    static final String SIDE = "side_symbols";

    private final OnnxGraph graph;
    private final SafeTensors codec;
    private final String embedding;
    private final int tokens;
    private final int dim;

    /**
     * Of a codec's file.
     *
     * @param tokens T
     * @param dim    D
     */
    SymbolGraph(OnnxGraph graph, SafeTensors codec, String embedding, int tokens, int dim) {
        this.graph = graph;
        this.codec = codec;
        this.embedding = embedding;
        this.tokens = tokens;
        this.dim = dim;
    }

    /** Adds the outputs for a codec of this model; whether there are any: nobody knows the models of others. */
    boolean write(String model) {
        switch (model) {
            case "factorised" -> factorized(embedding, "bottleneck.", dim, SYMBOLS);
            case "hyperprior" -> hyperprior(false);
            case "mean-scale hyperprior" -> hyperprior(true);
            case "transform" -> transform();
            case "layered" -> {
                return layered();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** round(y - median), halves to even: the rounded numbers [N, T, D]. */
    private String factorized(String y, String prefix, int width, String output) {
        String medians = graph.floats(prefix + "medians", codec.floats(prefix + "medians"), width);
        String rounded = graph.node("Round", graph.node("Sub", y, medians));
        whole(graph.transposed(rounded, 0, 2, 1), output, width);
        return graph.node("Add", rounded, medians);
    }

    private void hyperprior(boolean means) {
        int width = codec.floats("entropy_bottleneck.medians").length;
        int heads = codec.ints("h_s.heads")[0];
        TransformerGraph layers =
                new TransformerGraph(graph, tensors("h_a.", "h_s."), codec.floats("h_s.layer_norm_eps")[0]);
        String seen = means ? embedding : graph.node("Abs", embedding);
        String z = layers.rectified(layers.linear(seen, "h_a.0", dim, width));
        for (int i = 2; codec.contains("h_a." + i + ".norm1.weight"); i++) {
            z = block(layers, z, "h_a." + i + ".", width, heads);
        }
        String parameters = factorized(z, "entropy_bottleneck.", width, SIDE);
        String centred = embedding;
        if (means) {
            int last = 0;
            for (; codec.contains("h_s." + last + ".norm1.weight"); last++) {
                parameters = block(layers, parameters, "h_s." + last + ".", width, heads);
            }
            String both = layers.linear(parameters, "h_s." + last, width, 2 * dim); // scales, then means
            centred = graph.node("Sub", embedding, graph.slice(2, both, dim, 2L * dim));
        }
        whole(graph.transposed(graph.node("Round", centred), 0, 2, 1), SYMBOLS, dim);
    }

    private String block(TransformerGraph layers, String x, String name, int width, int heads) {
        int hidden = (int) codec.shape(name + "mlp.fc1.weight")[0];
        return layers.block(x, name, width, hidden, heads, GeluForm.ERF);
    }

    private Tensors tensors(String... prefixes) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (String name : codec.names()) {
            if (List.of(prefixes).stream().anyMatch(name::startsWith) && !name.equals("h_s.heads")) {
                values.put(name, codec.floats(name));
            }
        }
        return new Tensors(values);
    }

    /** sign(c) floor(|c| / step + rounding) of the coefficients c of {@link org.nec4j.codec}'s token transform. */
    private void transform() {
        int components = (int) codec.shape("transform.axes")[0];
        int side = (int) codec.shape("transform.plane")[0];
        String y = graph.cast(embedding, Kind.DOUBLE);
        String centred = graph.node("Sub", y, doubles("transform.mean", dim));
        String projected = projected(centred, "transform.axes", components); // [N, K, T]
        String grid = grid(graph.slice(2, projected, 1, tokens), "transform.plane", side, "transform.plane", side);
        String coefficients = graph.joined(2, graph.slice(2, projected, 0, 1), grid); // [N, K, T]
        String steps = graph.node("Div", graph.node("Abs", coefficients), number("transform.step"));
        String magnitude = graph.node("Floor", graph.node("Add", steps, number("transform.rounding")));
        int[] rows = codec.ints("transform.rows");
        String coded = graph.doubles(
                "transform.coded",
                IntStream.of(rows).mapToDouble(row -> row < 0 ? 0 : 1).toArray(),
                components,
                tokens);
        whole(
                graph.node("Mul", graph.node("Mul", graph.node("Sign", coefficients), magnitude), coded),
                SYMBOLS,
                components);
    }

    /** x [N, T, D] times rows [K, D]: [N, K, T]. */
    private String projected(String x, String rows, int components) {
        double[] numbers = wide(codec.floats(rows));
        double[] turned = new double[numbers.length]; // [D, K]
        for (int k = 0; k < components; k++) {
            for (int d = 0; d < dim; d++) {
                turned[d * components + k] = numbers[k * dim + d];
            }
        }
        String product = graph.node("MatMul", x, graph.doubles(rows, turned, dim, components));
        return graph.transposed(product, 0, 2, 1);
    }

    /** v p hᵀ of the grids p in [N, K, height * width]. */
    private String grid(String planes, String vertical, int height, String horizontal, int width) {
        String v = graph.doubles(vertical + ".columns", wide(codec.floats(vertical)), height, height);
        double[] rows = wide(codec.floats(horizontal));
        double[] turned = new double[rows.length];
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < width; j++) {
                turned[j * width + i] = rows[i * width + j];
            }
        }
        String h = graph.doubles(horizontal + ".rows", turned, width, width);
        String square = graph.reshaped(planes, 0, 0, height, width);
        String both = graph.node("MatMul", graph.node("MatMul", v, square), h);
        return graph.reshaped(both, 0, 0, (long) height * width);
    }

    /** At the point that the codec takes unasked; nothing where an encoder's choice hangs on what it chose before. */
    private boolean layered() {
        return LayeredGraph.write(this, graph, codec, tokens, dim);
    }

    String patches(int first) {
        return graph.cast(graph.slice(embedding, first, tokens), Kind.DOUBLE);
    }

    /** As {@link #projected} and {@link #grid}, for a layered codec. */
    String frequencies(String centred, int components, int height, int width) {
        return grid(
                projected(centred, "layered.tokens.analysis", components),
                "layered.vertical",
                height,
                "layered.horizontal",
                width);
    }

    String pooledCoefficients(String centred, int components) {
        return projected(centred, "layered.pooled.analysis", components);
    }

    /** Makes whole numbers [N, K, T] the output of integers. */
    void whole(String numbers, String output, int components) {
        graph.output(output, graph.cast(numbers, Kind.INT32), Kind.INT32, components, tokens);
    }

    private String doubles(String name, long... shape) {
        return graph.doubles(name, wide(codec.floats(name)), shape);
    }

    private String number(String name) {
        return graph.precise(codec.floats(name)[0]);
    }

    static double[] wide(float[] numbers) {
        double[] wide = new double[numbers.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = numbers[i];
        }
        return wide;
    }
}
