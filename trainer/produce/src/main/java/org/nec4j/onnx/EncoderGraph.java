package org.nec4j.onnx;

import static org.nec4j.onnx.OnnxGraph.integer;
import static org.nec4j.onnx.OnnxGraph.ints;

import java.util.Arrays;
import java.util.List;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/** Writes an encoder: normalised images [N, C, S, S] to embeddings [N, 1 + L, D], what {@link Encoder} computes. */
final class EncoderGraph {
    private final OnnxGraph graph;
    private final VitShape shape;
    private final Tensors tensors;
    private final TransformerGraph layers;

    EncoderGraph(OnnxGraph graph, VitShape shape, Tensors tensors) {
        this.graph = graph;
        this.shape = shape;
        this.tensors = tensors;
        this.layers = new TransformerGraph(graph, tensors, shape.layerNormEps());
    }

    /** The embedding of images. */
    String embedding(String images) {
        int fork = Encoder.fork(shape, tensors);
        String x = blocks(tokens(images), "", 0, fork);
        String trained = end(x, "", fork);
        if (!Encoder.forks(tensors)) {
            return trained;
        }
        // Patch tokens about their mean by the end that was trained; their mean and the class token by the one that it
        // began with.
        String began = end(x, Encoder.POOLED, fork);
        String patches = graph.slice(trained, 1, 1 + shape.patches());
        String differences = graph.node("Sub", patches, mean(patches));
        String moved = graph.node("Add", differences, mean(graph.slice(began, 1, 1 + shape.patches())));
        return graph.joined(1, graph.slice(began, 0, 1), moved);
    }

    /** [N, prefix + L, D]: patches with their positions, behind class and register tokens. */
    private String tokens(String images) {
        int d = shape.dim();
        int p = shape.patchSize();
        String weight = graph.floats(
                "patch_embed.proj.weight", tensors.floats("patch_embed.proj.weight"), d, shape.channels(), p, p);
        String bias = graph.floats("patch_embed.proj.bias", tensors.floats("patch_embed.proj.bias"), d);
        String grid =
                graph.node("Conv", List.of(images, weight, bias), ints("kernel_shape", p, p), ints("strides", p, p));
        String patches = graph.transposed(graph.reshaped(grid, 0, d, shape.patches()), 0, 2, 1); // [N, L, D]
        float[] positions = tensors.floats("pos_embed");
        int before = shape.prefix() * d;
        float[] first = Arrays.copyOf(positions, before);
        float[] others = Arrays.copyOfRange(positions, before, positions.length);
        String placed = graph.node("Add", patches, graph.floats("pos_embed", others, 1, shape.patches(), d));
        return before == 0 ? normed(placed) : normed(graph.joined(1, repeated(images, first), placed));
    }

    /** Tokens that every image begins with, [N, prefix, D]. */
    private String repeated(String images, float[] positions) {
        int at = 0;
        for (String token : List.of("cls_token", "reg_token")) {
            float[] values = tensors.contains(token) ? tensors.floats(token) : new float[0];
            for (float value : values) {
                positions[at++] += value;
            }
        }
        String batch = graph.node("Shape", List.of(images), integer("start", 0), integer("end", 1));
        String size = graph.joined(0, batch, graph.longs("prefix.size", shape.prefix(), shape.dim()));
        return graph.node("Expand", graph.floats("prefix", positions, 1, shape.prefix(), shape.dim()), size);
    }

    private String normed(String x) {
        return shape.form().preNorm() ? layers.norm(x, "norm_pre", shape.dim()) : x;
    }

    private String blocks(String x, String prefix, int from, int to) {
        String value = x;
        for (int i = from; i < to; i++) {
            value = layers.block(
                    value,
                    prefix + "blocks." + i + ".",
                    shape.dim(),
                    shape.hidden(),
                    shape.heads(),
                    shape.form().gelu());
        }
        return value;
    }

    /** The last blocks, the norm and the choice of tokens under a prefix. */
    private String end(String x, String prefix, int fork) {
        String normed = layers.norm(blocks(x, prefix, fork, shape.depth()), prefix + "norm", shape.dim());
        if (shape.form().isWholeEmbedding()) {
            return normed;
        }
        String patches = graph.slice(normed, shape.prefix(), shape.prefix() + shape.patches());
        String first = shape.form().classToken() ? graph.slice(normed, 0, 1) : mean(patches);
        return graph.joined(1, first, patches);
    }

    /** Over the tokens, [N, 1, D]. */
    private String mean(String tokens) {
        return graph.node("ReduceMean", List.of(tokens), ints("axes", 1), integer("keepdims", 1));
    }
}
