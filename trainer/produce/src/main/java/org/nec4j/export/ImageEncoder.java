package org.nec4j.export;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.nec4j.backend.Backend;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.data.ImageSource;
import org.nec4j.data.SubsetImages;
import org.nec4j.entropy.RateEstimate;
import org.nec4j.entropy.StoredModel;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.vit.DecoderLayer;
import org.nec4j.vit.EmbeddingNetwork;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.VitShape;

/** The producer's side of a codec: images to embeddings to bytes. Not safe for use by two threads. */
public final class ImageEncoder {
    /** Their mean lies within 1 % of all images' where these vary by a quarter. */
    private static final int SAMPLE = 512;

    private static final int SAMPLE_NUMBERS = 1 << 26;

    private final Codec codec;
    private final ImageEmbedder embedder;
    private final Optional<DecoderLayer> decoderLayer;
    private final Optional<RateEstimate> estimate;
    private final Optional<SampledImages> sampled;

    private ImageEncoder(ImageEncoder other, Codec codec, SampledImages sampled) {
        this.codec = codec;
        this.embedder = other.embedder;
        this.decoderLayer = other.decoderLayer;
        this.estimate = other.estimate;
        this.sampled = Optional.of(sampled);
    }

    private ImageEncoder(Codec codec, SafeTensors file, Kernels kernels, Optional<EncoderRuntime.Asked> runtime) {
        StoredNetwork network = StoredNetwork.of(codec, file);
        LayerContext context = LayerContext.of(kernels);
        this.codec = codec;
        EmbeddingNetwork encoder = runtime.map(other -> other.open(codec, file))
                .orElseGet(() -> new Encoder(network.shape(), network.encoder(), context));
        this.embedder = new ImageEmbedder(encoder, network.preprocessing());
        this.estimate = StoredModel.of(codec, file).map(model -> model.estimate(file::floats, context));
        this.decoderLayer = network.firstLayer().map(tensors -> new DecoderLayer(network.shape(), tensors, context));
        this.sampled = Optional.empty();
    }

    /** Opens a codec file with its encoder, which is computed as {@link EncoderRuntime#PROPERTY} asks. */
    public static ImageEncoder open(Path file) {
        Codec codec = Codec.open(file);
        try (SafeTensors tensors = SafeTensors.open(file)) {
            return new ImageEncoder(codec, tensors, Backend.kernels(), EncoderRuntime.asked());
        }
    }

    /** As {@link #open}, for a codec file's content in memory; {@code source} names it in errors. */
    public static ImageEncoder of(byte[] content, String source) {
        return of(content, source, Backend.kernels());
    }

    /** As above, with these kernels instead of the fastest of this machine. */
    public static ImageEncoder of(byte[] content, String source, Kernels kernels) {
        Codec codec = Codec.of(content, source);
        try (SafeTensors tensors = SafeTensors.of(content, source)) {
            return new ImageEncoder(codec, tensors, kernels, Optional.empty());
        }
    }

    /**
     * The same encoder, its codec at another operating point; throws UserException where the codec has none such.
     *
     * @param images by which a number of bytes is to be met: the step is chosen on up to 512 of them, whose embeddings are kept for who
     *     embeds these images next
     * @param console hears which point it is, where one was asked for
     */
    public ImageEncoder at(CodingPoint point, ImageSource images, Console console) {
        SampledImages sample = new SampledImages(embedder, images);
        Codec at = point.of(codec, () -> {
            int[] chosen = SubsetImages.spread(images.size(), sampled());
            try (Progress progress = Console.silent().progress("choosing the step", chosen.length, "images")) {
                return sample.sample(chosen, Encoding.BATCH, progress);
            }
        });
        point.tell(at, console);
        return new ImageEncoder(this, at, sample);
    }

    /** The most images that a step is chosen on: fewer than usual where their embeddings would take more than a quarter of a gigabyte. */
    int sampled() {
        return Math.max(1, Math.min(SAMPLE, SAMPLE_NUMBERS / (tokens() * codec.dim())));
    }

    /** What decodes. */
    public Codec codec() {
        return codec;
    }

    /** The first layer of the decoder that was trained with the codec; nothing in a file that does not hold it. */
    public Optional<DecoderLayer> decoderLayer() {
        return decoderLayer;
    }

    /** A meter of what embeddings cost with this codec. */
    public RateMeter meter() {
        return new RateMeter(codec, estimate);
    }

    /** How images become the encoder's input. */
    public Preprocessing preprocessing() {
        return embedder.preprocessing();
    }

    /** The model's shape. */
    public VitShape shape() {
        return embedder.encoder().shape();
    }

    /** Tokens of an embedding, class token included. */
    public int tokens() {
        return embedder.encoder().tokens();
    }

    ImageEmbedder embedder() {
        return embedder;
    }

    /** As {@link ImageEmbedder#embed}, before any quantization. */
    public void embed(ImageSource images, int batch, Progress progress, ObjIntConsumer<Embedding> each) {
        Optional<SampledImages> sample = sampled.filter(some -> some.areOf(images));
        if (sample.isPresent()) {
            int[] all = IntStream.range(0, images.size()).toArray();
            sample.get().embedUntil(() -> false, all, batch, progress, each);
        } else {
            embedder.embed(images, batch, progress, each);
        }
    }
}
