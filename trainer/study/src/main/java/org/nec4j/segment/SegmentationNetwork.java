package org.nec4j.segment;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.Scratch;

/** A running segmentation head: DL4J's graph, and tokens and labels on their way into it. Not safe for use by two threads. */
final class SegmentationNetwork {
    private final SegmentationShape shape;
    private final SegmentationGraph plan;
    private final ComputationGraph graph;
    private final Scratch arrays = new Scratch();

    /** A head with these numbers, by tensor name. */
    SegmentationNetwork(SegmentationShape shape, SegmentationGraph plan, Map<String, float[]> tensors) {
        this.shape = shape;
        this.plan = plan;
        this.graph = plan.build(tensors);
    }

    /** DL4J's view of the head. */
    ComputationGraph graph() {
        return graph;
    }

    /** The head's tensors by name, as views of the graph's memory. */
    Map<String, INDArray> views() {
        return plan.views(graph);
    }

    /**
     * One training step.
     *
     * @param embeddings of tiles: [h * w, d] each, or with a class token before them, which is left out
     * @param labels     classes of the tiles' pixels, [H * W] each
     * @return the score before the step
     */
    double fit(List<float[]> embeddings, List<byte[]> labels) {
        return fit(labels, tokens(embeddings));
    }

    /** As above, on the inputs of the encoder below. */
    double fit(List<byte[]> labels, INDArray... inputs) {
        INDArray wanted = labels(labels);
        graph.fit(inputs, new INDArray[] {wanted, wanted});
        return graph.score();
    }

    /** Scores of every class on the grid of the neck, [16 * h * w, K] a tile. */
    List<float[]> scores(List<float[]> embeddings) {
        return scores(tokens(embeddings));
    }

    /** As above, on the inputs of the encoder below. */
    List<float[]> scores(INDArray... inputs) {
        int tiles = (int) inputs[0].size(0);
        float[] all = plan.copies().of(graph.output(false, inputs)[0]);
        int length = all.length / tiles;
        return IntStream.range(0, tiles)
                .mapToObj(i -> Arrays.copyOfRange(all, i * length, (i + 1) * length))
                .toList();
    }

    INDArray tokens(List<float[]> embeddings) {
        int length = shape.grid().cells() * shape.dim();
        float[] tokens = new float[embeddings.size() * length];
        for (int i = 0; i < embeddings.size(); i++) {
            float[] embedding = embeddings.get(i);
            System.arraycopy(embedding, embedding.length - length, tokens, i * length, length);
        }
        INDArray array = arrays.get("tokens", embeddings.size(), shape.grid().cells(), shape.dim()); // [B, h * w, d]
        plan.copies().into(array, tokens);
        return array;
    }

    INDArray labels(List<byte[]> masks) {
        int pixels = masks.get(0).length;
        float[] labels = new float[masks.size() * pixels];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = masks.get(i / pixels)[i % pixels] & 0xFF;
        }
        INDArray array = arrays.get("labels", masks.size(), pixels); // [B, H * W]
        plan.copies().into(array, labels);
        return array;
    }
}
