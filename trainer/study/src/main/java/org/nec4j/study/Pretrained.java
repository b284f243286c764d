package org.nec4j.study;

import java.time.Duration;
import java.util.Optional;
import org.nec4j.assembly.StartingPoint;
import org.nec4j.backend.Backend;
import org.nec4j.config.FineTuneSettings;
import org.nec4j.data.Batches;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Normalization;
import org.nec4j.data.SubsetImages;
import org.nec4j.eval.Embeddings;
import org.nec4j.eval.EncoderTuning;
import org.nec4j.eval.Splits;
import org.nec4j.export.ImageEmbedder;
import org.nec4j.export.Preprocessing;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.progress.Progress;
import org.nec4j.vit.DecoderLayer;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.PatchGrid;

/** A pretrained model as it is: what a study compares systems on, and with. */
final class Pretrained {
    private static final int TIMED = 64;
    private static final int ROUNDS = 4;

    private final Encoder encoder;
    private final ImageEmbedder embedder;
    private final Optional<DecoderLayer> decoderLayer;
    private final StartingPoint start;
    private final Preprocessing preprocessing;
    private final LayerContext context;
    private final int batch;

    Pretrained(StartingPoint start, Preprocessing preprocessing, int batch) {
        this.start = start;
        this.context = LayerContext.of(Backend.kernels());
        this.encoder = new Encoder(start.shape(), start.tensors(), context);
        this.embedder = new ImageEmbedder(encoder, preprocessing);
        this.decoderLayer = start.decoderLayer(context);
        this.preprocessing = preprocessing;
        this.batch = batch;
    }

    /** The patches of an image. */
    PatchGrid grid() {
        return start.shape().grid();
    }

    /** What computes. */
    Kernels kernels() {
        return context.kernels();
    }

    /**
     * Images that the encoder alone embeds a second of one core's time, decoded and cut already: the best of a few rounds, in time that the
     * process had processors, so that others on the machine do not count.
     */
    double imagesASecond(ImageSource images) {
        ImageSource some = SubsetImages.spread(images, TIMED);
        float[] pixels = Batches.evaluation(some, preprocessing.transform(), preprocessing.normalization(), some.size())
                .batch(0)
                .pixels();
        encoder.embed(pixels);
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Duration before = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
            encoder.embed(pixels);
            Duration after = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
            double seconds = after.minus(before).toNanos() * 1e-9;
            best = seconds > 0 ? Math.max(best, some.size() / seconds) : best;
        }
        return best;
    }

    int dim() {
        return encoder.shape().dim();
    }

    /** How pixels are normalized before the encoder. */
    Normalization normalization() {
        return preprocessing.normalization();
    }

    /** How this encoder is trained together with a head; nothing unless the settings ask for it. */
    Optional<EncoderTuning> tuning(FineTuneSettings settings) {
        return settings.enabled()
                ? Optional.of(new EncoderTuning(
                        settings, start, preprocessing.transform(), preprocessing.normalization(), context))
                : Optional.empty();
    }

    /** The first layer of the pretrained decoder; nothing where the checkpoint has none. */
    Optional<DecoderLayer> decoderLayer() {
        return decoderLayer;
    }

    Splits embed(SplitImages images, Progress progress) {
        Embeddings train = embed(images.train(), progress, 0);
        Embeddings val = embed(images.val(), progress, train.count());
        return new Splits(train, val, embed(images.test(), progress, train.count() + val.count()));
    }

    private Embeddings embed(ImageSource images, Progress progress, int before) {
        return new Embeddings(
                encoder.tokens(), dim(), embedder.values(images, batch, progress.from(before)), images.labels());
    }
}
