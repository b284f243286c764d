package org.nec4j.study;

import java.util.Optional;
import org.nec4j.assembly.StartingPoint;
import org.nec4j.backend.Backend;
import org.nec4j.config.FineTuneSettings;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Normalization;
import org.nec4j.eval.Embeddings;
import org.nec4j.eval.EncoderTuning;
import org.nec4j.eval.Splits;
import org.nec4j.export.ImageEmbedder;
import org.nec4j.export.Preprocessing;
import org.nec4j.nn.LayerContext;
import org.nec4j.progress.Progress;
import org.nec4j.vit.DecoderLayer;
import org.nec4j.vit.Encoder;

/** A pretrained model as it is: what a study compares systems on, and with. */
final class Pretrained {
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
