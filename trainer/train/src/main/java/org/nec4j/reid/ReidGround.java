package org.nec4j.reid;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.assembly.StartingPoint;
import org.nec4j.assembly.TrainingImages;
import org.nec4j.backend.Backend;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.Experiment;
import org.nec4j.config.ReidExperiment;
import org.nec4j.data.Batch;
import org.nec4j.data.Batches;
import org.nec4j.data.ImageSource;
import org.nec4j.export.Preprocessing;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.PatchMean;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.vit.CodeEnd;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.EncoderEnd;
import org.nec4j.vit.FrozenTrunk;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.Visible;

/**
 * What experiments on equal images and with equally many blocks that train have in common: the encoder that they begin with, and what its other
 * blocks give of every view, computed once and held in memory.
 *
 * @param start         the encoder, and where it stems from
 * @param preprocessing how it looks at images
 * @param below         blocks that do not train
 * @param data          who is seen
 * @param train         what the blocks below give of the images that are learnt from, [N][T * D]
 * @param test          the same of those that are searched
 * @param context       what computes
 */
@SuppressWarnings("ArrayRecordComponent") // read, never changed
public record ReidGround(
        StartingPoint start,
        Preprocessing preprocessing,
        int below,
        ReidData data,
        float[][] train,
        float[][] test,
        LayerContext context) {
    private static final int BATCH = 32;
    private static final double SHARE_OF_MEMORY = 0.7;

    /** What decides it, in words that differ where it does. */
    public static String key(ReidExperiment settings) {
        return settings.encoder() + " " + settings.data() + " "
                + settings.experiment().seed();
    }

    /** Reads images and computes; throws UserException where an experiment cannot be. */
    public static ReidGround of(ReidExperiment settings, Console console) {
        Experiment encoder =
                Configs.experiment(settings.encoder().experiment(), List.of()).settings();
        Preprocessing preprocessing = TrainingImages.preprocessing(encoder);
        int below = encoder.model().depth() - settings.encoder().blocks();
        if (below < 0) {
            throw new UserException("encoder.blocks is " + settings.encoder().blocks() + ", and the encoder has "
                    + encoder.model().depth() + " blocks; take no more than that");
        }
        ReidData data = ReidData.of(settings, preprocessing, console);
        StartingPoint start =
                StartingPoint.of(encoder.model(), settings.experiment().seed(), console);
        ReidModel.require(settings, start.shape().dim(), data);
        requireMemory(start, data);
        LayerContext context = LayerContext.of(Backend.kernels());
        FrozenTrunk trunk = new FrozenTrunk(start.shape(), below, start.tensors(), context);
        return new ReidGround(
                start,
                preprocessing,
                below,
                data,
                tokens(trunk, start, preprocessing, data.train().images(), context, console),
                tokens(trunk, start, preprocessing, data.test().images(), context, console),
                context);
    }

    private static void requireMemory(StartingPoint start, ReidData data) {
        long numbers = (long) (start.shape().prefix() + start.shape().patches())
                * start.shape().dim();
        long bytes = Float.BYTES
                * numbers
                * (data.train().images().size() + data.test().images().size());
        long most = (long) (SHARE_OF_MEMORY * Runtime.getRuntime().maxMemory());
        if (bytes > most) {
            throw new UserException(String.format(
                    Locale.ROOT,
                    "what the frozen blocks give of %d views is %.1f GB, and Java has %.1f GB for it; take fewer identities (most in"
                            + " data.train and data.test) or give Java more memory (-Xmx)",
                    data.train().images().size() + data.test().images().size(),
                    bytes / 1e9,
                    most / 1e9));
        }
    }

    private static float[][] tokens(
            FrozenTrunk trunk,
            StartingPoint start,
            Preprocessing preprocessing,
            ImageSource images,
            LayerContext context,
            Console console) {
        float[][] tokens = new float[images.size()][];
        Batches batches = Batches.evaluation(images, preprocessing.transform(), preprocessing.normalization(), BATCH);
        int patches = start.shape().patches();
        try (Progress progress = console.progress("frozen blocks", images.size(), "views")) {
            for (int i = 0; i < batches.perEpoch(); i++) {
                Batch batch = batches.batch(i);
                int b = batch.size();
                INDArray pixels = context.scratch().get("ground.pixels", batch.shape());
                INDArray x = context.scratch()
                        .get(
                                "ground.x",
                                b,
                                (long) start.shape().prefix() + patches,
                                start.shape().dim());
                context.kernels().copies().into(pixels, batch.pixels());
                trunk.forward(pixels, Visible.all(b, patches), x); // [B, N + L, D]
                rows(context.kernels().copies().of(x), b).forEach(new Filler(tokens, i * BATCH)::put);
                progress.at(Math.min((i + 1L) * BATCH, images.size()));
            }
        }
        return tokens;
    }

    /** Puts rows into an array, one after the other. */
    private static final class Filler {
        private final float[][] target;
        private int next;

        Filler(float[][] target, int next) {
            this.target = target;
            this.next = next;
        }

        void put(float[] row) {
            target[next++] = row;
        }
    }

    private static List<float[]> rows(float[] all, int count) {
        int length = all.length / count;
        List<float[]> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            float[] row = new float[length];
            System.arraycopy(all, i * length, row, 0, length);
            rows.add(row);
        }
        return rows;
    }

    /** D of the encoder. */
    int dim() {
        return start.shape().dim();
    }

    /** The mean of the patch tokens of views under the last blocks that these tensors hold, [N][D]. */
    List<float[]> pooled(Map<String, float[]> tensors, float[][] tokens) {
        EncoderEnd end = end(tensors);
        return each(tokens, x -> {
            INDArray embedding = end.forward(x);
            INDArray mean = context.scratch().get("ground.mean", embedding.size(0), 1, embedding.size(2));
            INDArray alike = context.scratch().get("ground.alike", embedding.size(0), 1, embedding.size(1) - 1);
            PatchMean.forward(context, embedding, alike, mean);
            return mean;
        });
    }

    /** The codes of views before quantization, [N][R]. */
    List<float[]> codes(Map<String, float[]> tensors, float[][] tokens) {
        EncoderEnd end = end(tensors);
        CodeEnd code = new CodeEnd(dim(), new Tensors(tensors), Encoder.CODE, context);
        return each(tokens, x -> code.forward(end.forward(x)));
    }

    private EncoderEnd end(Map<String, float[]> tensors) {
        return new EncoderEnd(start.shape(), below, start.tensors().with(tensors), "", context);
    }

    /** What becomes of tokens. */
    private interface Pass {
        INDArray of(INDArray x);
    }

    private List<float[]> each(float[][] tokens, Pass pass) {
        List<float[]> all = new ArrayList<>(tokens.length);
        for (int from = 0; from < tokens.length; from += BATCH) {
            int b = Math.min(BATCH, tokens.length - from);
            int length = tokens[from].length;
            float[] flat = new float[b * length];
            for (int i = 0; i < b; i++) {
                System.arraycopy(tokens[from + i], 0, flat, i * length, length);
            }
            INDArray x = context.scratch().get("ground.x", b, length / dim(), dim());
            context.kernels().copies().into(x, flat);
            all.addAll(rows(context.kernels().copies().of(pass.of(x)), b));
        }
        return all;
    }
}
