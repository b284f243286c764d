package org.nec4j.export;

import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.backend.Backend;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.data.ByteImage;
import org.nec4j.nn.LayerContext;
import org.nec4j.vit.Decoder;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/**
 * Embeddings back to images, for people to look at: no task needs it. The decoder learned to guess hidden patches, so what it shows is
 * what the embedding still knows, not a copy of the image. Not safe for use by two threads.
 */
public final class Reconstructor {
    /** Where a codec's settings say how patches were predicted; a codec without it holds no decoder. */
    static final String SETTINGS = "reconstruction";

    /** What the loss on normalized pixels adds to a variance ({@code forward_loss} of facebookresearch/mae). */
    private static final double EPSILON = 1e-6;

    private final VitShape shape;
    private final Decoder decoder;
    private final Preprocessing preprocessing;
    private final Prediction prediction;

    /** A reconstructor with the decoder's tensors, and what computes. */
    public Reconstructor(
            VitShape shape, Tensors tensors, Preprocessing preprocessing, Prediction prediction, LayerContext context) {
        this.shape = shape;
        this.decoder = new Decoder(shape, tensors, context);
        this.preprocessing = preprocessing;
        this.prediction = prediction;
    }

    /** Opens a codec file; throws UserException where it was exported without a decoder. */
    public static Reconstructor open(Path file) {
        Codec codec = Codec.open(file);
        try (SafeTensors tensors = SafeTensors.open(file)) {
            return read(codec, tensors);
        }
    }

    /** As {@link #open}, for a codec file's content in memory; {@code source} names it in errors. */
    public static Reconstructor of(byte[] content, String source) {
        Codec codec = Codec.of(content, source);
        try (SafeTensors tensors = SafeTensors.of(content, source)) {
            return read(codec, tensors);
        }
    }

    private static Reconstructor read(Codec codec, SafeTensors file) {
        StoredNetwork network = StoredNetwork.of(codec, file);
        Tensors tensors = network.decoder()
                .orElseThrow(() -> new UserException(file.source()
                        + ": carries no decoder, so that nothing can be reconstructed; export the run again without"
                        + " --no-decoder (a distillation has none: its codec gives back embeddings alone)"));
        return new Reconstructor(
                network.shape(),
                tensors,
                network.preprocessing(),
                Prediction.read(codec.settings().object(SETTINGS)),
                LayerContext.of(Backend.kernels()));
    }

    /** Whether every patch's mean and deviation are taken from the original, because the decoder never learned them. */
    public boolean borrowsFromTheOriginal() {
        return prediction.normalizedPixels();
    }

    /** The model's shape. */
    public VitShape shape() {
        return shape;
    }

    /** An embedding of every patch as an image; {@code original} is the input [C, S, S] that it was made from. */
    public ByteImage image(Embedding embedding, float[] original) {
        return image(decoder.predict(embedding.values()), original);
    }

    /** The image that visible tokens [1, 1 + V, D] let the decoder guess; restore [1][L] as for {@link Decoder#predict}. */
    public ByteImage image(INDArray tokens, int[][] restore, float[] original) {
        return image(decoder.predict(tokens, restore), original);
    }

    /** Patches [L, P * P * C] as the picture of the input that they stand for. */
    private ByteImage image(float[] patches, float[] original) {
        int p = shape.patchSize();
        int channels = shape.channels();
        int width = shape.imageColumns();
        int plane = shape.imageRows() * width;
        float[] input = new float[channels * plane]; // [C, H, W]
        int at = 0;
        for (int patch = 0; patch < shape.patches(); patch++) {
            int top = patch / shape.grid().columns() * p;
            int left = patch % shape.grid().columns() * p;
            double[] own = prediction.normalizedPixels() ? statistics(original, left, top) : new double[] {0, 1};
            for (int i = 0; i < p * p; i++) {
                int pixel = (top + i / p) * width + left + i % p;
                for (int c = 0; c < channels; c++) {
                    input[c * plane + pixel] = (float) (patches[at++] * own[1] + own[0]);
                }
            }
        }
        return InputPicture.of(preprocessing, input);
    }

    /** Mean and deviation of an original patch as the model saw it. */
    private double[] statistics(float[] original, int left, int top) {
        int p = shape.patchSize();
        int width = shape.imageColumns();
        int plane = shape.imageRows() * width;
        int count = p * p * shape.channels();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            int pixel = i % (p * p);
            double value = original[i / (p * p) * plane + (top + pixel / p) * width + left + pixel % p];
            sum += value;
            squares += value * value;
        }
        double centre = sum / count;
        double variance = Math.max(0, squares - sum * centre) / (count - 1);
        return new double[] {centre, Math.sqrt(variance + EPSILON)};
    }
}
