package org.nec4j.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nec4j.backend.Backend;
import org.nec4j.config.FineTuneSettings;
import org.nec4j.data.Batch;
import org.nec4j.data.Batches;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Normalisation;
import org.nec4j.data.Prefetcher;
import org.nec4j.eval.Embeddings;
import org.nec4j.eval.EncoderTuning;
import org.nec4j.eval.Splits;
import org.nec4j.export.Preprocessing;
import org.nec4j.nn.LayerContext;
import org.nec4j.progress.Progress;
import org.nec4j.setup.StartingPoint;
import org.nec4j.vit.DecoderLayer;
import org.nec4j.vit.Encoder;

/** Images to embeddings with a pretrained encoder as it is. */
final class Embedder {
    private final Encoder encoder;
    private final Optional<DecoderLayer> decoderLayer;
    private final StartingPoint start;
    private final Preprocessing preprocessing;
    private final int batch;

    Embedder(StartingPoint start, Preprocessing preprocessing, int batch) {
        this.start = start;
        LayerContext context = LayerContext.of(Backend.kernels());
        this.encoder = new Encoder(start.shape(), start.tensors(), context);
        this.decoderLayer = start.decoderLayer(context);
        this.preprocessing = preprocessing;
        this.batch = batch;
    }

    int dim() {
        return encoder.shape().dim();
    }

    /** How pixels are normalised before the encoder. */
    Normalisation normalisation() {
        return preprocessing.normalisation();
    }

    /** How this encoder is trained together with a head; nothing unless the settings ask for it. */
    Optional<EncoderTuning> tuning(FineTuneSettings settings) {
        return settings.enabled()
                ? Optional.of(
                        new EncoderTuning(settings, start, preprocessing.transform(), preprocessing.normalisation()))
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
        Batches batches = Batches.evaluation(images, preprocessing.transform(), preprocessing.normalisation(), batch);
        List<float[]> values = new ArrayList<>(images.size());
        try (Prefetcher ahead = new Prefetcher(batches, 0, batches.perEpoch(), 1, 2)) {
            while (ahead.hasNext()) {
                Batch next = ahead.next();
                values.addAll(List.of(encoder.embed(next.pixels())));
                progress.at(before + values.size());
            }
        }
        return new Embeddings(encoder.tokens(), dim(), values, labels(images));
    }

    static int[] labels(ImageSource images) {
        return IntStream.range(0, images.size()).map(images::label).toArray();
    }
}
