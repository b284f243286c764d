package org.nec4j.vit;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.TokenChoice;

/** The whole encoder without masking, for inference: images to embeddings. Not safe for use by two threads. */
public final class Encoder {
    private final VitShape shape;
    private final LayerContext context;
    private final FrozenTrunk trunk;
    private final INDArray normGain;
    private final INDArray normBias;

    /** An encoder with these tensors; the decoder's are not needed. */
    public Encoder(VitShape shape, Tensors tensors, LayerContext context) {
        this.shape = shape;
        this.context = context;
        this.trunk = new FrozenTrunk(shape, shape.depth(), tensors, context);
        this.normGain = tensors.array(context.kernels(), "norm.weight", shape.dim());
        this.normBias = tensors.array(context.kernels(), "norm.bias", shape.dim());
    }

    /** The encoder's shape. */
    public VitShape shape() {
        return shape;
    }

    /** Tokens of an embedding: the class token, or what stands for it, and one a patch. */
    public int tokens() {
        return 1 + shape.patches();
    }

    /**
     * Embeds a batch.
     *
     * @param pixels normalised images [B, C, S, S], flattened
     * @return after the final norm, [B][(1 + L) * D], class token first; of a model without one the mean of the patch tokens first
     */
    public float[][] embed(float[] pixels) {
        int imageNumbers = shape.channels() * shape.imageSize() * shape.imageSize();
        if (pixels.length == 0 || pixels.length % imageNumbers != 0) {
            throw new IllegalArgumentException(pixels.length + " numbers are no images of " + imageNumbers);
        }
        int b = pixels.length / imageNumbers;
        INDArray images =
                context.scratch().get("encoder.images", b, shape.channels(), shape.imageSize(), shape.imageSize());
        context.kernels().copies().into(images, pixels);
        float[] all = context.kernels().copies().of(embed(images));
        int length = all.length / b;
        float[][] embeddings = new float[b][];
        for (int i = 0; i < b; i++) {
            embeddings[i] = Arrays.copyOfRange(all, i * length, (i + 1) * length);
        }
        return embeddings;
    }

    /** As {@link #embed(float[])} on arrays; images [B, C, S, S], result [B, 1 + L, D], valid until the next call. */
    public INDArray embed(INDArray images) {
        return embed(images, Visible.all((int) images.size(0), shape.patches()));
    }

    /** As {@link #embed(INDArray)}, of the visible patches alone: keep [B][V], result [B, 1 + V, D]. */
    public INDArray embed(INDArray images, int[][] keep) {
        long b = images.size(0);
        long tokens = (long) shape.prefix() + keep[0].length;
        INDArray x = context.scratch().get("encoder.x", b, tokens, shape.dim());
        INDArray stats = context.scratch().get("encoder.stats", b * tokens, 2);
        trunk.forward(images, keep, x); // [B, N + V, D]
        context.kernels().layerNorm().forward(x, normGain, normBias, shape.layerNormEps(), x, stats);
        if (shape.form().isWholeEmbedding()) {
            return x;
        }
        INDArray chosen = context.scratch().get("encoder.embedding", b, 1L + keep[0].length, shape.dim());
        TokenChoice.forward(context, x, shape.form().classToken(), shape.prefix(), chosen);
        return chosen; // [B, 1 + V, D]
    }
}
