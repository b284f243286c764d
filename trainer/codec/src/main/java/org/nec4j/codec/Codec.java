package org.nec4j.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.model.CodecContent;
import org.nec4j.codec.model.CodedSymbols;
import org.nec4j.codec.model.LatentCoder;
import org.nec4j.codec.model.LayeredCoder;
import org.nec4j.codec.tensor.SafeTensors;

/**
 * A trained codec: turns the bytes of a coded embedding back into floats, and quantized embeddings into bytes. Decoding gives
 * the same bits on every machine and Java version. Immutable; several threads may use one codec at once.
 *
 * <pre>{@code
 * Codec codec = Codec.open(Path.of("codec.nec"));
 * Embedding embedding = codec.decode(Path.of("image.nemb"));
 * float[] classToken = Arrays.copyOf(embedding.values(), embedding.dim());
 * }</pre>
 */
public final class Codec {
    /** Bounds the memory of one embedding to a gigabyte. */
    private static final int MAX_VALUES = 1 << 28;

    /** No embedding of so many values at the coder's worst comes near it. */
    private static final long MAX_STREAM_BYTES = 1 << 30;

    private final String source;
    private final CodecContent content;
    private final LatentCoder coder;

    private Codec(String source, CodecContent content, LatentCoder coder) {
        this.source = source;
        this.content = content;
        this.coder = coder;
    }

    private static Codec of(SafeTensors file) {
        CodecContent content = CodecContent.of(file);
        return new Codec(file.source(), content, content.coder());
    }

    /**
     * Reads a codec file's settings and what decoding needs; the encoder's weights are read once, to be compared with the digest over
     * the whole content, and stay on the disk. Throws {@link FormatException} if the file is no codec, one of a later version, or damaged.
     */
    public static Codec open(Path file) {
        try (SafeTensors tensors = SafeTensors.open(file)) {
            return of(tensors);
        }
    }

    /** As {@link #open}, for a codec file's content in memory; {@code source} names it in errors. */
    public static Codec of(byte[] content, String source) {
        try (SafeTensors tensors = SafeTensors.of(content, source)) {
            return of(tensors);
        }
    }

    /** Compares a whole codec file with its digests, as {@link #open} does; throws {@link FormatException} if a bit of it has changed. */
    public static void verify(Path file) {
        open(file);
    }

    /** Length of a token's vector. */
    public int dim() {
        return coder.dim();
    }

    /** The entropy model's name: "factorised", "hyperprior", "mean-scale hyperprior", "transform", "layered", "sensing", "packed", or that of a format on the class path. */
    public String model() {
        return coder.model();
    }

    /** SHA-256 of all that decoding depends on, in hexadecimal; a stream carries its first four bytes. */
    public String digest() {
        return content.digest();
    }

    /** SHA-256 of the whole content, in hexadecimal. */
    public String contentDigest() {
        return content.contentDigest();
    }

    /** What the codec's maker recorded: image size, preprocessing, base checkpoint, provenance. */
    public JsonObject settings() {
        return content.settings();
    }

    /** Rounds and codes an embedding into the bytes of a {@code .nemb} file. */
    public byte[] encode(Embedding embedding) {
        check(embedding);
        byte[] payload = coder.encode(embedding.values(), embedding.tokens());
        return framed(embedding.tokens(), payload);
    }

    /**
     * The {@code .nemb} file of an embedding that another program coded under this codec's tables, as CompressAI's models do. That
     * the streams belong to the codec shows when they are decoded.
     *
     * @param tokens  of the embedding
     * @param strings its entropy-coded streams: [y], or [y, z] with a hyperprior
     */
    public byte[] frame(int tokens, List<byte[]> strings) {
        if (tokens < 0 || tooMany(tokens)) {
            throw new UserException(tooManyTokens(tokens));
        }
        return framed(tokens, coder.payload(strings));
    }

    private byte[] framed(int tokens, byte[] payload) {
        StreamFrame frame = isCompact()
                ? StreamFrame.compact(coder.kind(), prefix(), payload)
                : new StreamFrame(coder.kind(), prefix(), tokens, payload);
        return frame.toBytes();
    }

    private boolean isCompact() {
        return coder.fixedTokens() >= 0;
    }

    /** Tokens of every embedding, where streams are compact; {@link StreamFrame#UNSAID} where each says its own. */
    int fixedTokens() {
        return isCompact() ? coder.fixedTokens() : StreamFrame.UNSAID;
    }

    /**
     * Bits that an embedding's symbols cost under the codec's integer tables: what an ideal coder would spend. The payload that
     * {@link #encode} writes is at most 8 bytes a stream and a part in a million longer.
     */
    public double bits(Embedding embedding) {
        return costs(embedding).total();
    }

    /** As {@link #bits}, symbol by symbol. */
    public SymbolCosts costs(Embedding embedding) {
        check(embedding);
        CodedSymbols coded = coder.costs(embedding.values(), embedding.tokens());
        return new SymbolCosts(
                embedding.tokens(), dim(), coded.symbols(), coded.bits(), coded.sideBits(), coded.tokenBits());
    }

    /** What {@link #decode} will give back for an embedding, without coding it: every component rounded around its centre. */
    public Embedding quantize(Embedding embedding) {
        return decode(encode(embedding));
    }

    /** Of the bytes of a {@code .nemb} file, how many the entropy coder wrote; throws {@link FormatException} for damaged ones. */
    public static int payloadBytes(byte[] stream) {
        return StreamFrame.read(stream).payload().length;
    }

    /** Restores an embedding from the bytes of a {@code .nemb} file; throws {@link FormatException} for damaged ones. */
    public Embedding decode(byte[] stream) {
        StreamFrame frame = checked(stream);
        int tokens = isCompact() ? coder.fixedTokens() : frame.tokens();
        if (tooMany(tokens)) {
            throw new FormatException(
                    tooManyTokens(tokens), isCompact() ? StreamFrame.COMPACT_OVERHEAD : StreamFrame.TOKENS_OFFSET);
        }
        try {
            return new Embedding(tokens, dim(), coder.decode(frame.payload(), frame.kind(), tokens));
        } catch (FormatException e) {
            throw e.after(frame.headerBytes());
        }
    }

    /**
     * The mean of the patch tokens [dim] that a stream of a layered codec begins with; the rest of it is not decoded. Throws
     * {@link FormatException} for damaged streams, {@link UserException} if the codec has no layers.
     */
    public float[] decodePooled(byte[] stream) {
        LayeredCoder layered = pooledLayer();
        StreamFrame frame = checked(stream);
        try {
            return layered.pooled(frame.payload());
        } catch (FormatException e) {
            throw e.after(frame.headerBytes());
        }
    }

    private StreamFrame checked(byte[] stream) {
        StreamFrame frame = StreamFrame.read(stream);
        if (!frame.belongsTo(prefix())) {
            throw new FormatException(
                    "the stream was written with another codec, of digest " + frame.tag() + "..., and not with "
                            + source + ", of digest "
                            + digest().substring(0, 8) + "...",
                    frame.codecOffset());
        }
        if (frame.isCompact() != isCompact()) {
            throw new FormatException(
                    "a frame of version " + frame.version() + " does not belong to a codec of model " + model(), 0);
        }
        return frame;
    }

    /** Whether it is a layered codec, whose streams begin with the mean of the patch tokens: see {@link #decodePooled}. */
    public boolean hasLayers() {
        return layers().isPresent();
    }

    /** Throws {@link UserException} if the codec has no layers and steps for who encodes to choose from. */
    public void requireLayers() {
        layered();
    }

    /** Throws {@link UserException} if streams have no pooled layer that decodes alone. */
    public void requirePooledLayer() {
        pooledLayer();
    }

    LayeredCoder pooledLayer() {
        return layers().orElseThrow(() -> new UserException(source + ": is a codec of model " + model()
                + ", whose streams have no pooled layer to decode alone; decode them whole and take the mean over the"
                + " patch tokens"));
    }

    Optional<LayeredCoder> layers() {
        return coder instanceof LayeredCoder layered ? Optional.of(layered) : Optional.empty();
    }

    private LayeredCoder layered() {
        return layers().orElseThrow(() -> new UserException(source + ": is a codec of model " + model()
                + " without layers and steps to choose from; `nec4j fit` makes one with"
                + " transform.layers = pooled-and-tokens"));
    }

    /** The same codec, encoding with the nearest of the steps that it holds; throws {@link UserException} for one beyond their range. */
    public Codec atStep(double step) {
        return at(layered -> layered.atStep(step));
    }

    /** The same codec, encoding so that files have so many bytes on average; throws {@link UserException} where no step reaches that. */
    public Codec atBytes(double bytes) {
        return at(layered -> layered.atBytes(bytes));
    }

    /**
     * As above for embeddings like these, whatever the images that the codec was measured on take: encoding these themselves gives so many
     * bytes on average, as nearly as their number allows.
     */
    public Codec atBytes(double bytes, List<Embedding> like) {
        like.forEach(this::check);
        return like.isEmpty()
                ? atBytes(bytes)
                : at(layered -> layered.atBytes(
                        bytes, like.stream().map(Embedding::values).toList()));
    }

    /**
     * The same codec, whose streams hold the pooled layer alone, with the step that it has now; steps, bytes and qualities that are asked
     * for afterwards are those of streams of that layer.
     */
    public Codec pooledAlone() {
        return at(LayeredCoder::pooledAlone);
    }

    /** The same codec, encoding at its operating point "low", "balanced" or "full"; throws {@link UserException} where it has none. */
    public Codec atQuality(String name) {
        return at(layered -> layered.atQuality(name));
    }

    private Codec at(UnaryOperator<LayeredCoder> point) {
        LayeredCoder layered = layered();
        try {
            return new Codec(source, content, point.apply(layered));
        } catch (UserException e) {
            throw new UserException(source + ": " + e.getMessage(), e);
        }
    }

    /** The operating point that {@link #encode} takes, in words; nothing where a codec has just one. */
    public Optional<String> point() {
        return layers().map(LayeredCoder::point);
    }

    /** The step of that point: the token layer's or, where there is none, the pooled layer's. */
    public OptionalDouble step() {
        return layers().map(layer -> OptionalDouble.of(layer.step())).orElse(OptionalDouble.empty());
    }

    /** What there is to choose from, steps, bytes and qualities, in words by name; nothing where a codec has just one point. */
    public Map<String, Object> points() {
        return layers().map(LayeredCoder::points).orElse(Map.of());
    }

    /** The operating point that a stream was encoded at, in words; nothing where a codec has just one. */
    public Optional<String> point(byte[] stream) {
        return layers().map(layer -> layer.point(checked(stream).payload()));
    }

    /** Whether {@link #encode} takes the operating point that a stream was encoded at. */
    public boolean isAtPoint(byte[] stream) {
        StreamFrame frame = checked(stream);
        return layers().map(layer -> layer.isAtPoint(frame.payload())).orElse(true);
    }

    /** As {@link #decode(byte[])}, for a file; errors name it. */
    public Embedding decode(Path file) {
        byte[] stream = read(file);
        try {
            return decode(stream);
        } catch (FormatException e) {
            throw e.in(file);
        }
    }

    /** The bytes of a {@code .nemb} file, not yet checked; throws {@link UserException} if it cannot be one, by its size. */
    public static byte[] read(Path file) {
        try {
            if (Files.size(file) > MAX_STREAM_BYTES) {
                throw new UserException(file + ": is too large for a coded embedding");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read (" + AtomicFile.reason(e) + ")", e);
        }
    }

    @Override
    public String toString() {
        return source + " (" + model() + ", dim " + dim() + ", digest " + digest().substring(0, 8) + ")";
    }

    private void check(Embedding embedding) {
        if (embedding.dim() != dim()) {
            throw new UserException(source + ": codes vectors of length " + dim() + ", not " + embedding.dim());
        }
        if (tooMany(embedding.tokens())) {
            throw new UserException(tooManyTokens(embedding.tokens()));
        }
    }

    private int prefix() {
        return Integer.parseUnsignedInt(digest().substring(0, 8), 16);
    }

    private boolean tooMany(int tokens) {
        return tokens > content.maxTokens() || (long) tokens * dim() > MAX_VALUES;
    }

    private String tooManyTokens(int tokens) {
        return source + ": codes at most " + Math.min(content.maxTokens(), MAX_VALUES / Math.max(1, dim()))
                + " tokens, not " + tokens;
    }
}
