package org.nec4j.distill;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.entropy.TransformModel;
import org.nec4j.entropy.TransformShape;
import org.nec4j.kernel.CopyKernels;
import org.nec4j.kernel.Kernels;
import org.nec4j.objective.PostFilter;
import org.nec4j.transform.Covariance;

/**
 * A transform codec in closed form as the start of a trained one: for the token layer the Karhunen-Loeve transform of what differs from
 * an image's mean and from that difference's mean at every place, for the pooled layer that of the means.
 */
public final class ClosedForm {
    /** Added to the mean magnitude of a coefficient, whose logarithm is its density's first scale. */
    private static final double LEAST = 0.005;

    private final TransformModel model;
    private final TransformShape shape;
    private final Kernels kernels;

    /** For a model. */
    public ClosedForm(TransformModel model, Kernels kernels) {
        this.model = model;
        this.shape = model.shape();
        this.kernels = kernels;
    }

    /**
     * The tensors of transform, pooled layer and post-filter before any training.
     *
     * @param embeddings of training images, [1 + L, D] each
     * @param seed       for the weights of the post-filter's block
     */
    public Map<String, float[]> start(List<float[]> embeddings, PostFilter filter, long seed) {
        int d = shape.dim();
        int l = shape.tokens();
        List<float[]> means = new ArrayList<>(embeddings.size());
        List<float[]> rests = new ArrayList<>(embeddings.size());
        for (float[] embedding : embeddings) {
            float[] mean = mean(embedding, embedding.length - l * d, l, d);
            float[] rest = new float[l * d];
            for (int i = 0; i < rest.length; i++) {
                rest[i] = embedding[embedding.length - l * d + i] - mean[i % d];
            }
            means.add(mean);
            rests.add(rest);
        }
        float[] places = mean(rests, l * d);
        rests.forEach(rest -> {
            for (int i = 0; i < rest.length; i++) {
                rest[i] -= places[i];
            }
        });
        float[] axes = rows(Covariance.of(rests, d));
        Covariance ofMeans = Covariance.of(means, d);
        Map<String, float[]> start = new LinkedHashMap<>(filter.initial(axes, seed));
        start.put(PostFilter.POOLED_MEAN, floats(ofMeans.mean()));
        start.put(PostFilter.POOLED_AXES, rows(ofMeans));
        int k = shape.components();
        float[] analysis = new float[k * d];
        float[] synthesis = new float[d * k];
        for (int i = 0; i < analysis.length; i++) {
            analysis[i] = axes[i];
            synthesis[i % d * k + i / d] = axes[i];
        }
        start.putAll(model.initial(seed)); // steps of 1
        start.put(TransformModel.LAYER + ".analysis", analysis);
        start.put(TransformModel.LAYER + ".synthesis", synthesis);
        start.put(TransformModel.LAYER + ".mean", places);
        start.put(TransformModel.LAYER + ".scales", scales(rests, analysis));
        return start;
    }

    /** Logarithms of the coefficients' mean magnitudes, [L - 1, K]. */
    private float[] scales(List<float[]> rests, float[] analysis) {
        int l = shape.tokens();
        int k = shape.components();
        CopyKernels copies = kernels.copies();
        INDArray weight = copies.array(analysis, k, shape.dim());
        INDArray none = copies.array(new float[k], k);
        INDArray y = copies.array(new float[l * shape.dim()], 1, l, shape.dim());
        INDArray c = copies.array(new float[l * k], 1, l, k);
        double[] sums = new double[shape.frequencies() * k];
        for (float[] rest : rests) {
            copies.into(y, rest);
            kernels.linear().forward(y, weight, none, c);
            kernels.transforms().cosine(c, shape.rows(), shape.columns(), false, c);
            float[] coefficients = copies.of(c);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += Math.abs(coefficients[k + i]);
            }
        }
        float[] scales = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            scales[i] = (float) StrictMath.log(sums[i] / rests.size() + LEAST);
        }
        return scales;
    }

    private static float[] mean(List<float[]> items, int numbers) {
        double[] sum = new double[numbers];
        for (float[] item : items) {
            for (int i = 0; i < numbers; i++) {
                sum[i] += item[i];
            }
        }
        float[] mean = new float[numbers];
        for (int i = 0; i < numbers; i++) {
            mean[i] = (float) (sum[i] / items.size());
        }
        return mean;
    }

    private static float[] mean(float[] tokens, int at, int l, int d) {
        double[] sum = new double[d];
        for (int i = 0; i < l * d; i++) {
            sum[i % d] += tokens[at + i];
        }
        float[] mean = new float[d];
        for (int i = 0; i < d; i++) {
            mean[i] = (float) (sum[i] / l);
        }
        return mean;
    }

    static float[] rows(Covariance covariance) {
        double[][] rows = covariance.axes().rows();
        float[] flat = new float[rows.length * rows.length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) rows[i / rows.length][i % rows.length];
        }
        return flat;
    }

    static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
