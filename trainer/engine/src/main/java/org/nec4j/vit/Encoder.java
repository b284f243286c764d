package org.nec4j.vit;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.LayerContext;

/**
 * The whole encoder without masking, for inference: images to embeddings. Not safe for use by two threads.
 *
 * <p>An encoder that was distilled has two ends on one trunk: the trained one gives how patch tokens differ from their mean, the one that it
 * began with the mean and the class token. Such a second end's tensors have {@value #POOLED} before their names.
 *
 * <p>An encoder of codes ends in a projection of the mean of the patch tokens, {@value #CODE}.weight [R, D] and bias [R]: its embedding is one token of
 * R numbers.
 */
public final class Encoder implements EmbeddingNetwork {
    /** Before the names of the tensors of the end that gives the mean over the tokens. */
    public static final String POOLED = "pooled.";

    /** The projection of an encoder of codes. */
    public static final String CODE = "code.projection";

    private final VitShape shape;
    private final LayerContext context;
    private final Optional<CodeEnd> code;
    private final FrozenTrunk trunk;
    private final EncoderEnd end;
    private final Optional<EncoderEnd> pooled;

    /** An encoder with these tensors; the decoder's are not needed. */
    public Encoder(VitShape shape, Tensors tensors, LayerContext context) {
        this.shape = shape;
        this.context = context;
        boolean forks = forks(tensors);
        int depth = fork(shape, tensors);
        this.trunk = new FrozenTrunk(shape, depth, tensors, context);
        this.end = new EncoderEnd(shape, depth, tensors, "", context);
        this.code = tensors.contains(CODE + ".weight")
                ? Optional.of(new CodeEnd(shape.dim(), tensors, CODE, context))
                : Optional.empty();
        this.pooled = forks ? Optional.of(new EncoderEnd(shape, depth, tensors, POOLED, context)) : Optional.empty();
    }

    /** Whether the tensors are those of an encoder of two ends. */
    public static boolean forks(Tensors tensors) {
        return tensors.contains(POOLED + "norm.weight");
    }

    /** Blocks below the first that a second end has of its own; all of them where there is none. */
    public static int fork(VitShape shape, Tensors tensors) {
        int depth = 0;
        while (depth < shape.depth() && !tensors.contains(POOLED + "blocks." + depth + ".norm1.weight")) {
            depth++;
        }
        return depth;
    }

    @Override
    public VitShape shape() {
        return shape;
    }

    @Override
    public int tokens() {
        return code.isPresent() ? 1 : EmbeddingNetwork.super.tokens();
    }

    @Override
    public int width() {
        return code.map(CodeEnd::width).orElse(shape.dim());
    }

    @Override
    public float[][] embed(float[] pixels) {
        int imageNumbers = shape.imageNumbers();
        if (pixels.length == 0 || pixels.length % imageNumbers != 0) {
            throw new IllegalArgumentException(pixels.length + " numbers are no images of " + imageNumbers);
        }
        int b = pixels.length / imageNumbers;
        INDArray images =
                context.scratch().get("encoder.images", b, shape.channels(), shape.imageRows(), shape.imageColumns());
        context.kernels().copies().into(images, pixels);
        float[] all = context.kernels().copies().of(embed(images));
        int length = all.length / b;
        float[][] embeddings = new float[b][];
        for (int i = 0; i < b; i++) {
            embeddings[i] = Arrays.copyOfRange(all, i * length, (i + 1) * length);
        }
        return embeddings;
    }

    /** As {@link #embed(float[])} on arrays; images [B, C, H, W], result [B, 1 + L, D], of an encoder of codes [B, 1, R], valid until the next call. */
    public INDArray embed(INDArray images) {
        return embed(images, Visible.all((int) images.size(0), shape.patches()));
    }

    /** As {@link #embed(INDArray)}, of the visible patches alone: keep [B][V], result [B, 1 + V, D]. */
    public INDArray embed(INDArray images, int[][] keep) {
        long b = images.size(0);
        long tokens = (long) shape.prefix() + keep[0].length;
        INDArray x = context.scratch().get("encoder.x", b, tokens, shape.dim());
        trunk.forward(images, keep, x); // [B, N + V, D]
        if (code.isPresent()) {
            return code.get().forward(end.forward(x)); // [B, 1, R]
        }
        if (pooled.isEmpty()) {
            return end.forward(x); // [B, 1 + V, D]
        }
        INDArray other = context.scratch().get("encoder.other", b, tokens, shape.dim());
        context.kernels().elements().copy(x, other);
        return joined(end.forward(x), pooled.get().forward(other));
    }

    /** The trained end's patch tokens about the other's mean, behind the other's class token. */
    private INDArray joined(INDArray trained, INDArray began) {
        int v = (int) trained.size(1) - 1;
        INDArray tokens = patches("encoder.tokens", trained, v);
        INDArray before = patches("encoder.before", began, v);
        INDArray rest = patches("encoder.rest", began, v);
        context.kernels().transforms().centre(tokens, tokens);
        context.kernels().transforms().centre(rest, rest);
        context.kernels().elements().add(before, tokens);
        context.kernels().elements().addScaled(-1, rest, tokens);
        context.kernels().tokens().copyTokens(tokens, 0, began, 1, v);
        return began;
    }

    private INDArray patches(String name, INDArray embedding, int v) {
        INDArray patches = context.scratch().get(name, embedding.size(0), v, shape.dim());
        context.kernels().tokens().copyTokens(embedding, 1, patches, 0, v);
        return patches;
    }
}
