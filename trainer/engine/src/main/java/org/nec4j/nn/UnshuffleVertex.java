package org.nec4j.nn;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.Kernels;

/** Running form of {@link Unshuffle}. */
final class UnshuffleVertex extends BaseGraphVertex {
    private static final long serialVersionUID = 1L;

    private final float[] table;
    private final int dim;
    private transient LayerContext context;
    private transient INDArray positions; // [1 + L, E]

    UnshuffleVertex(ComputationGraph graph, String name, int index, float[] table, int dim, LayerContext context) {
        super(graph, name, index, null, null, DataType.FLOAT);
        this.table = table;
        this.dim = dim;
        this.context = context;
    }

    void share(LayerContext shared) {
        this.context = shared;
        this.positions = null;
    }

    private Kernels kernels() {
        if (context == null) {
            throw new IllegalStateException(
                    getVertexName() + " was handed no kernels: share a LayerContext with it, or with its graph");
        }
        return context.kernels();
    }

    private INDArray positions() {
        if (positions == null) {
            positions = kernels().copies().array(table, table.length / dim, dim);
        }
        return positions;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray tokens = inputs[0]; // [B, 1 + V + 1, E]
        long b = tokens.size(0);
        INDArray y = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {b, table.length / dim, dim}, 'c');
        kernels().tokens().gather(tokens, sources(), y); // [B, 1 + L, E]
        kernels().tokens().addToEach(positions(), y);
        return y;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        INDArray dtokens = workspaces.createUninitialized(
                ArrayType.ACTIVATION_GRAD, DataType.FLOAT, inputs[0].shape(), 'c'); // [B, 1 + V + 1, E]
        kernels().tokens().scatterAdd(epsilon, sources(), dtokens);
        return new Pair<>(null, new INDArray[] {dtokens, null});
    }

    /** For every row of the output the row of the tokens that it comes from. */
    private int[] sources() {
        float[] ranks = kernels().copies().of(inputs[1]); // [B * L]
        int b = (int) inputs[1].size(0);
        int patches = ranks.length / b;
        int tokens = (int) inputs[0].size(1);
        int maskToken = tokens - 1;
        int[] rows = new int[b * (1 + patches)];
        for (int image = 0; image < b; image++) {
            int from = image * tokens;
            int to = image * (1 + patches);
            rows[to] = from;
            for (int patch = 0; patch < patches; patch++) {
                rows[to + 1 + patch] = from + Math.min(1 + (int) ranks[image * patches + patch], maskToken);
            }
        }
        return rows;
    }

    @Override
    public boolean hasLayer() {
        return false;
    }

    @Override
    public Layer getLayer() {
        return null;
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
        if (gradients != null) {
            throw new IllegalArgumentException("an unshuffle has no parameters");
        }
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArrays(
            INDArray[] maskArrays, MaskState currentMaskState, int minibatchSize) {
        return null;
    }

    @Override
    public String toString() {
        return "UnshuffleVertex(name=" + getVertexName() + ")";
    }
}
