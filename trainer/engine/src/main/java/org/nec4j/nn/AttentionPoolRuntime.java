package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Forward and backward pass of attention pooling. With a single query, keys and values need not be computed for each token: the
 * query goes through the keys' projection once, u_h = q_h Wk_h, scores are x uᵀ, and the values' projection acts on the weighted
 * mean of the tokens. The keys' bias adds the same to every score of a query, which softmax does not see: its gradient is 0.
 */
final class AttentionPoolRuntime extends FusedLayerRuntime<AttentionPool> {
    private static final long serialVersionUID = 1L;

    AttentionPoolRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        long b = input.size(0);
        long d = input.size(2);
        int h = layerConf().heads();
        INDArray q = temporary("pool.q", 1, d);
        kernels().linear().forward(getParam("latent"), getParam("q.weight"), getParam("q.bias"), q);
        INDArray queries = saved.get("queries", h, d);
        kernels().pool().spread(q, scale(), queries);
        INDArray u = saved.get("u", h, d);
        kernels().linear().backwardInput(queries, keys(getParam("kv.weight")), u); // [H, D]

        INDArray means = saved.get("means", b, h, d);
        kernels().pool().forward(input, u, probs(), means); // [B, H, D]
        INDArray values = temporary("pool.values", b, h, d);
        kernels()
                .linear()
                .forward(means, values(getParam("kv.weight")), values(getParam("kv.bias")), values); // [B, H, D]
        INDArray mixed = saved.get("mixed", b, d);
        kernels().pool().diagonal(values, 1, mixed);
        INDArray projected = saved.get("projected", b, d);
        kernels().linear().forward(mixed, getParam("proj.weight"), getParam("proj.bias"), projected); // [B, D]

        INDArray post = hidden("post");
        INDArray y = activation(workspaces, b, d);
        kernels()
                .linear()
                .forwardGelu(projected, getParam("mlp.fc1.weight"), getParam("mlp.fc1.bias"), hidden("pre"), post);
        kernels().linear().forwardResidual(post, getParam("mlp.fc2.weight"), getParam("mlp.fc2.bias"), projected, y);
        return y; // [B, D]
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        long b = input.size(0);
        long d = input.size(2);
        int h = layerConf().heads();
        INDArray projected = saved.get("projected", b, d);
        INDArray dprojected = temporary("pool.dprojected", b, d);
        INDArray dpre = temporary("pool.dpre", b, layerConf().hidden());
        weights("mlp.fc2", dy, hidden("post"));
        kernels().linear().backwardInputGelu(dy, getParam("mlp.fc2.weight"), hidden("pre"), dpre); // [B, M]
        weights("mlp.fc1", dpre, projected);
        kernels().linear().backwardInput(dpre, getParam("mlp.fc1.weight"), dprojected); // [B, D]
        kernels().elements().add(dy, dprojected);

        INDArray dmixed = temporary("pool.dmixed", b, d);
        weights("proj", dprojected, saved.get("mixed", b, d));
        kernels().linear().backwardInput(dprojected, getParam("proj.weight"), dmixed); // [B, D]

        INDArray dweights = gradientOrSpare("kv.weight");
        INDArray dbiases = gradientOrSpare("kv.bias");
        INDArray dvalues = temporary("pool.values", b, h, d);
        INDArray dmeans = temporary("pool.dmeans", b, h, d);
        kernels().pool().spread(dmixed, 1, dvalues); // [B, H, D]
        kernels().linear().backwardWeights(dvalues, saved.get("means", b, h, d), values(dweights), values(dbiases));
        kernels().linear().backwardInput(dvalues, values(getParam("kv.weight")), dmeans); // [B, H, D]

        INDArray dscores = temporary("pool.dscores", b, input.size(1), h);
        INDArray du = temporary("pool.du", h, d);
        kernels().pool().backward(dmeans, input, probs(), dscores); // [B, T, H]
        kernels().linear().backwardWeights(dscores, input, du, temporary("pool.spare", h)); // [H, D]
        queryGradients(du, keys(dweights));
        kernels().elements().fill(0, keys(dbiases));
        return new Pair<>(trainedGradients(), layerConf().first() ? null : inputGradient(workspaces, dmeans, dscores));
    }

    /** Tokens act twice: as what is weighted and, through their scores, on the weights. */
    private INDArray inputGradient(LayerWorkspaceMgr workspaces, INDArray dmeans, INDArray dscores) {
        INDArray dx = activationGradient(workspaces, input.shape());
        INDArray throughScores = temporary("pool.dx", input.shape());
        kernels().pool().backwardValues(dmeans, probs(), dx);
        kernels().linear().backwardInput(dscores, saved.get("u", dscores.size(2), dx.size(2)), throughScores);
        kernels().elements().add(throughScores, dx);
        return dx; // [B, T, D]
    }

    /** From the gradient of u [H, D] back to the keys' projection, the query's projection and the latent query. */
    private void queryGradients(INDArray du, INDArray dkeys) {
        long d = du.size(1);
        INDArray dqueries = temporary("pool.dqueries", du.shape());
        INDArray nothing = temporary("pool.nothing", d);
        kernels().elements().fill(0, nothing);
        kernels().linear().backwardWeights(saved.get("queries", du.shape()), du, dkeys, temporary("pool.sparebias", d));
        kernels().linear().forward(du, keys(getParam("kv.weight")), nothing, dqueries); // [H, D]
        INDArray dq = temporary("pool.q", 1, d);
        kernels().pool().diagonal(dqueries, scale(), dq);
        weights("q", dq, getParam("latent"));
        kernels().linear().backwardInput(dq, getParam("q.weight"), gradientOrSpare("latent")); // [1, D]
    }

    private void weights(String name, INDArray dy, INDArray x) {
        kernels().linear().backwardWeights(dy, x, gradientOrSpare(name + ".weight"), gradientOrSpare(name + ".bias"));
    }

    private INDArray probs() {
        return saved.get("probs", input.size(0), layerConf().heads(), input.size(1));
    }

    private INDArray hidden(String name) {
        return saved.get(name, input.size(0), layerConf().hidden());
    }

    private double scale() {
        return 1 / Math.sqrt((double) input.size(2) / layerConf().heads());
    }

    /** The first D rows of [2 D, ...] or [2 D]. */
    private static INDArray keys(INDArray both) {
        return half(both, 0);
    }

    /** The last D rows. */
    private static INDArray values(INDArray both) {
        return half(both, 1);
    }

    private static INDArray half(INDArray both, int which) {
        long[] shape = both.shape().clone();
        shape[0] /= 2;
        long length = both.length() / 2;
        INDArray flat = both.reshape(both.length());
        return flat.get(NDArrayIndex.interval(which * length, (which + 1) * length))
                .reshape('c', shape);
    }
}
