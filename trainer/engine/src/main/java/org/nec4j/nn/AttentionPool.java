package org.nec4j.nn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Attention pooling by one learnt query, [B, T, D] to [B, D], as timm's {@code AttentionPoolLatent} with its defaults: the head of
 * Neural Embedding Compression (arXiv 2403.17886) on scenes.
 *
 * <pre>
 *   q = latent Wqᵀ;  k, v = x Wkvᵀ;  o = attention(q, k, v) Wprojᵀ;  y = o + mlp(o)        (every product with its bias)
 * </pre>
 *
 * <p>At the beginning of its graph no gradient is computed for x.
 */
public final class AttentionPool extends FusedLayer {
    private static final long serialVersionUID = 1L;
    private static final int MLP_RATIO = 4;

    private int dim;
    private int heads;
    private boolean first;

    /** For DL4J's JSON. */
    AttentionPool() {}

    /**
     * A pool by its shape.
     *
     * @param name  prefix of the layer's tensors
     * @param dim   D
     * @param heads divides D
     * @param first whether it stands at the beginning of its graph
     */
    public AttentionPool(String name, int dim, int heads, boolean first) {
        super(name);
        if (dim % heads != 0) {
            throw new IllegalArgumentException("a width of " + dim + " is not divided by " + heads + " heads");
        }
        this.dim = dim;
        this.heads = heads;
        this.first = first;
    }

    @Override
    public List<Parameter> parameters() {
        int hidden = MLP_RATIO * dim;
        return List.of(
                tensor("latent", 1, dim),
                tensor("q.weight", dim, dim),
                tensor("q.bias", dim),
                tensor("kv.weight", 2 * dim, dim),
                tensor("kv.bias", 2 * dim),
                tensor("proj.weight", dim, dim),
                tensor("proj.bias", dim),
                tensor("mlp.fc1.weight", hidden, dim),
                tensor("mlp.fc1.bias", hidden),
                tensor("mlp.fc2.weight", dim, hidden),
                tensor("mlp.fc2.bias", dim));
    }

    /**
     * Random values to start from, by the tensors' keys: linear layers uniform within 1 / sqrt(inputs) as PyTorch draws them, the
     * latent query normal with deviation 1 / sqrt(D), cut at two, as timm does.
     */
    public Map<String, float[]> initial(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, float[]> values = new LinkedHashMap<>();
        double bound = 0;
        for (Parameter parameter : parameters()) {
            float[] drawn = new float[Math.toIntExact(parameter.length())];
            boolean latent = parameter.key().equals("latent");
            if (parameter.key().endsWith("weight")) {
                bound = 1 / Math.sqrt(parameter.shape()[1]); // of the bias that follows, too
            }
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = (float) (latent ? cutNormal(random) / Math.sqrt(dim) : random.nextDouble(-bound, bound));
            }
            values.put(parameter.key(), drawn);
        }
        return values;
    }

    /** Box and Muller's normal numbers, those beyond 2 drawn again. */
    private static double cutNormal(SplittableRandom random) {
        while (true) {
            double u = 1 - random.nextDouble();
            double normal = StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * random.nextDouble());
            if (Math.abs(normal) <= 2) {
                return normal;
            }
        }
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new AttentionPoolRuntime(conf, dataType);
    }

    int heads() {
        return heads;
    }

    boolean first() {
        return first;
    }

    int hidden() {
        return MLP_RATIO * dim;
    }
}
