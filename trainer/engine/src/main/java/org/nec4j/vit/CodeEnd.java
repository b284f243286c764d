package org.nec4j.vit;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.PatchMean;

/** From an embedding to a code: the mean of the patch tokens, projected. Not safe for use by two threads. */
public final class CodeEnd {
    private final LayerContext context;
    private final INDArray weight; // [R, D]
    private final INDArray bias; // [R]

    /** With the tensors of this name; D is {@code dim}. */
    public CodeEnd(int dim, Tensors tensors, String name, LayerContext context) {
        this.context = context;
        int width = tensors.floats(name + ".bias").length;
        this.weight = tensors.array(context.kernels(), name + ".weight", width, dim);
        this.bias = tensors.array(context.kernels(), name + ".bias", width);
    }

    /** R. */
    public int width() {
        return (int) bias.length();
    }

    /** The codes [B, 1, R] of embeddings [B, 1 + L, D], valid until the next call. */
    public INDArray forward(INDArray embedding) {
        INDArray mean = context.scratch().get("code.mean", embedding.size(0), 1, embedding.size(2));
        INDArray probabilities = context.scratch().get("code.alike", embedding.size(0), 1, embedding.size(1) - 1);
        PatchMean.forward(context, embedding, probabilities, mean);
        INDArray code = context.scratch().get("code", embedding.size(0), 1, width());
        context.kernels().linear().forward(mean, weight, bias, code);
        return code;
    }
}
