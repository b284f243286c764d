package org.nec4j.distill;

import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.backend.Backend;
import org.nec4j.data.Batch;
import org.nec4j.data.Batches;
import org.nec4j.data.ImageSource;
import org.nec4j.export.Preprocessing;
import org.nec4j.kernel.CopyKernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.progress.Progress;
import org.nec4j.vit.EncoderEnd;
import org.nec4j.vit.FrozenTrunk;
import org.nec4j.vit.PatchGrid;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.Visible;
import org.nec4j.vit.VitShape;

/**
 * The encoder that a run begins with: what its frozen blocks make of images, and what the whole of it does.
 *
 * @param shape         its shape
 * @param tensors       its numbers
 * @param depth         blocks below the first that trains
 * @param preprocessing how it looks at images
 */
public record Teacher(VitShape shape, Tensors tensors, int depth, Preprocessing preprocessing) {
    private static final int BATCH = 32;

    /** Given what the teacher makes of an image under a symmetry: [N + L, D] below the first block that trains, and [1 + L, D]. */
    interface Sink {
        void accept(int image, int symmetry, float[] tokens, float[] embedding);
    }

    /** Numbers of what an image's frozen blocks give. */
    int tokenNumbers() {
        return (shape.prefix() + shape.patches()) * shape.dim();
    }

    /** Numbers of an image's embedding. */
    int embeddingNumbers() {
        return (1 + shape.patches()) * shape.dim();
    }

    /** What decides its answers, by name. */
    Map<String, Object> described() {
        return Map.of("preprocessing", preprocessing.toJson(), "blocks", depth, "shape", shapeInWords());
    }

    /** As it was written when all images were square, so that caches from then stay. */
    private String shapeInWords() {
        PatchGrid grid = shape.grid();
        return grid.isSquare()
                ? shape.toString().replace("grid=" + grid, "imageSize=" + shape.imageRows())
                : shape.toString();
    }

    /** Looks at every image under the first so many symmetries. */
    void look(ImageSource images, int symmetries, Progress progress, Sink sink) {
        LayerContext context = LayerContext.of(Backend.kernels());
        CopyKernels copies = context.kernels().copies();
        FrozenTrunk trunk = new FrozenTrunk(shape, depth, tensors, context);
        EncoderEnd end = new EncoderEnd(shape, depth, tensors, "", context);
        Batches batches = Batches.evaluation(images, preprocessing.transform(), preprocessing.normalization(), BATCH);
        for (int i = 0; i < batches.perEpoch(); i++) {
            Batch batch = batches.batch(i);
            int b = batch.size();
            INDArray pixels = context.scratch().get("teacher.pixels", batch.shape());
            INDArray x = context.scratch().get("teacher.x", b, (long) shape.prefix() + shape.patches(), shape.dim());
            for (int symmetry = 0; symmetry < symmetries; symmetry++) {
                copies.into(pixels, Symmetry.of(batch.pixels(), batch.image(), symmetry));
                trunk.forward(pixels, Visible.all(b, shape.patches()), x); // [B, N + L, D]
                float[] tokens = copies.of(x);
                float[] embeddings = copies.of(end.forward(x)); // [B, 1 + L, D]
                for (int n = 0; n < b; n++) {
                    sink.accept(
                            batch.index()[n],
                            symmetry,
                            Arrays.copyOfRange(tokens, n * tokenNumbers(), (n + 1) * tokenNumbers()),
                            Arrays.copyOfRange(embeddings, n * embeddingNumbers(), (n + 1) * embeddingNumbers()));
                }
            }
            progress.at(Math.min((i + 1L) * BATCH, images.size()));
        }
    }
}
