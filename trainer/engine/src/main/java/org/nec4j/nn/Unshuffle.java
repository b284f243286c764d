package org.nec4j.nn;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * Puts visible tokens back where their patches were, mask tokens elsewhere, and adds the decoder's fixed positions (He et al.,
 * arXiv 2111.06377, section 3).
 *
 * <p>Inputs: tokens [B, 1 + V + 1, E] (class token, V visible ones, mask token) and, as float32, for each of the L patches of
 * each image its rank in the shuffled order [B, L]: ranks below V are visible. Output: [B, 1 + L, E].
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class Unshuffle extends GraphVertex {
    private static final long serialVersionUID = 1L;

    private float[] positions = new float[0];
    private int dim;
    private transient LayerContext context;

    /** For DL4J's JSON. */
    Unshuffle() {}

    /**
     * With these positions.
     *
     * @param positions [1 + L, E], flattened
     * @param dim       E
     */
    public Unshuffle(float[] positions, int dim) {
        this.positions = positions.clone();
        this.dim = dim;
    }

    /** Hands in the kernels that the graph shares. */
    public Unshuffle share(LayerContext shared) {
        this.context = shared;
        return this;
    }

    @Override
    public GraphVertex clone() {
        return new Unshuffle(positions, dim).share(context);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Unshuffle that && dim == that.dim && Arrays.equals(positions, that.positions);
    }

    @Override
    public int hashCode() {
        return 31 * dim + Arrays.hashCode(positions);
    }

    @Override
    public long numParams(boolean backprop) {
        return 0;
    }

    @Override
    public int minVertexInputs() {
        return 2;
    }

    @Override
    public int maxVertexInputs() {
        return 2;
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph,
            String name,
            int index,
            INDArray paramsView,
            boolean initializeParams,
            DataType networkDatatype) {
        return new UnshuffleVertex(graph, name, index, positions, dim, context);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... vertexInputs) {
        return vertexInputs[0];
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputTypes) {
        throw new UnsupportedOperationException("memory reports of whole graphs are not offered");
    }
}
