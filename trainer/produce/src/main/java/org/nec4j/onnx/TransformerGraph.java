package org.nec4j.onnx;

import static org.nec4j.onnx.OnnxGraph.integer;
import static org.nec4j.onnx.OnnxGraph.real;

import java.util.List;
import org.nec4j.kernel.GeluForm;
import org.nec4j.vit.Tensors;

/** Writes the layers of vision transformers; tensors are named as in a checkpoint. Values are [N, T, D]. */
final class TransformerGraph {
    private final OnnxGraph graph;
    private final Tensors tensors;
    private final double eps;

    /** @param eps added to the variance in every norm */
    TransformerGraph(OnnxGraph graph, Tensors tensors, double eps) {
        this.graph = graph;
        this.tensors = tensors;
        this.eps = eps;
    }

    /** x Wᵀ + b, for W [outputs, inputs] and b [outputs] under a name. */
    String linear(String x, String name, int inputs, int outputs) {
        float[] weight = tensors.floats(name + ".weight");
        float[] turned = new float[weight.length]; // [inputs, outputs]
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                turned[i * outputs + o] = weight[o * inputs + i];
            }
        }
        String product = graph.node("MatMul", x, graph.floats(name + ".weight", turned, inputs, outputs));
        return graph.node("Add", product, graph.floats(name + ".bias", tensors.floats(name + ".bias"), outputs));
    }

    /** A norm over the last axis. */
    String norm(String x, String name, int width) {
        return graph.node(
                "LayerNormalization",
                List.of(
                        x,
                        graph.floats(name + ".weight", tensors.floats(name + ".weight"), width),
                        graph.floats(name + ".bias", tensors.floats(name + ".bias"), width)),
                integer("axis", -1),
                real("epsilon", eps));
    }

    /** A pre-norm block under a name that ends in a dot. */
    String block(String x, String name, int width, int hidden, int heads, GeluForm gelu) {
        String normed = norm(x, name + "norm1", width);
        String qkv = linear(normed, name + "attn.qkv", width, 3 * width);
        String attended = graph.node("Add", x, linear(attention(qkv, width, heads), name + "attn.proj", width, width));
        String fc1 = linear(norm(attended, name + "norm2", width), name + "mlp.fc1", width, hidden);
        return graph.node("Add", attended, linear(gelu(fc1, gelu), name + "mlp.fc2", hidden, width));
    }

    private String attention(String qkv, int width, int heads) {
        int each = width / heads;
        String parts =
                graph.transposed(graph.reshaped(qkv, 0, 0, 3, heads, each), 2, 0, 3, 1, 4); // [3, N, H, T, D / H]
        String q = part(parts, 0);
        String k = graph.transposed(part(parts, 1), 0, 1, 3, 2); // [N, H, D / H, T]
        String scores = graph.node("MatMul", graph.node("Mul", q, graph.number(1 / Math.sqrt(each))), k);
        String weights = graph.node("Softmax", List.of(scores), integer("axis", -1)); // [N, H, T, T]
        String mixed = graph.node("MatMul", weights, part(parts, 2)); // [N, H, T, D / H]
        return graph.reshaped(graph.transposed(mixed, 0, 2, 1, 3), 0, 0, width); // [N, T, D]
    }

    /** [N, H, T, D / H]. */
    private String part(String parts, long index) {
        return graph.node("Gather", List.of(parts, graph.whole(index)), integer("axis", 0));
    }

    String gelu(String x, GeluForm form) {
        if (form == GeluForm.ERF) {
            String erf = graph.node("Erf", graph.node("Div", x, graph.number(Math.sqrt(2))));
            String twice = graph.node("Mul", x, graph.node("Add", erf, graph.number(1)));
            return graph.node("Mul", twice, graph.number(0.5));
        }
        String inner = graph.number(form.linear());
        if (form.cubic() != 0) {
            String square = graph.node("Mul", x, x);
            inner = graph.node("Add", graph.node("Mul", square, graph.number(form.cubic())), inner);
        }
        return graph.node("Mul", x, graph.node("Sigmoid", graph.node("Mul", x, inner)));
    }

    /** x with its negative numbers replaced by 0. */
    String rectified(String x) {
        return graph.node("Relu", x);
    }
}
