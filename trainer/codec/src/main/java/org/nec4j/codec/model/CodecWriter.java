package org.nec4j.codec.model;

import java.nio.file.Path;
import java.util.Map;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.codec.tensor.SafeTensorsWriter;
import org.nec4j.codec.tensor.StoredTensor;

/**
 * Gathers what a codec file holds and writes it: what decoding needs, and beside it what encoding images needs (the encoder's
 * weights) and what a reader wants to know (settings, provenance).
 */
public final class CodecWriter {
    /** What a codec file's metadata has under "format". */
    public static final String FORMAT = CodecFile.FORMAT_NAME;

    /** Work on a hyperprior grows with the square of the tokens; more than an image of 1024 pixels a side has must be asked for. */
    private static final int MAX_TOKENS_OF_A_HYPERPRIOR = 1 + 64 * 64;

    private final LatentFormat format;
    private final SafeTensorsWriter file = new SafeTensorsWriter();
    private JsonObject settings = JsonObject.parse("{}", "settings");
    private int maxTokens = 1 << 16;

    private CodecWriter(LatentFormat format) {
        this.format = format;
    }

    /**
     * A codec with a factorized bottleneck.
     *
     * @param medians [dim], the channels' medians
     * @param tables  one row a channel
     */
    public static CodecWriter factorized(float[] medians, CdfTables tables) {
        return FactorizedFormat.write(medians, tables);
    }

    /**
     * A codec with a scale hyperprior, or with means and scales. Its networks' tensors are then added by {@link #weight} under the
     * names h_s.0.norm1.weight ... (blocks from 0 on, then one linear layer whose outputs are the scales before their ReLU, followed
     * by the means if there are any) and, for codecs that shall encode, h_a.0.weight ... (a linear layer, blocks from 2 on).
     *
     * @param medians of the side information z, [width]
     * @param side    tables of z, one row a channel
     * @param scales  the standard deviations that y has tables for, rising
     * @param tables  tables of y, one row a scale
     * @param heads   of the attention in h_s and h_a
     * @param epsilon of their layer norms
     * @param means   whether h_s gives means too
     */
    public static CodecWriter hyperprior(
            float[] medians,
            CdfTables side,
            float[] scales,
            CdfTables tables,
            int heads,
            float epsilon,
            boolean means) {
        return new HyperpriorFormat(means)
                .write(medians, side, scales, tables, heads, epsilon)
                .maxTokens(MAX_TOKENS_OF_A_HYPERPRIOR);
    }

    /**
     * A transform codec: every token is projected on axes, each projection is transformed over the grid of patch tokens, and all
     * coefficients are quantized with one step.
     *
     * @param mean     [dim], subtracted from every token
     * @param axes     [K, dim], orthonormal rows
     * @param plane    [side, side], orthonormal rows, applied to the grid's rows and columns
     * @param step     width of a quantization step
     * @param rounding share of a step from which magnitudes round up, above 0 and at most 1/2
     * @param rows     [K, 1 + side * side], each coefficient's row of the tables, -1 for those that are always 0
     * @param centres  [tables' rows, M], how far beyond its magnitude 1, 2, ... M and more a coefficient lies on average, in steps
     * @param tables   of the symbols
     */
    public static CodecWriter transform(
            float[] mean,
            float[] axes,
            float[] plane,
            float step,
            float rounding,
            int[] rows,
            float[] centres,
            CdfTables tables) {
        return TransformFormat.write(mean, axes, plane, step, rounding, rows, centres, tables);
    }

    /**
     * A sensing codec: square blocks of a grey image, each measured by one product with a sparse matrix, a byte a measurement.
     *
     * @param bits   of the measurements, [m]
     * @param down   rows of blocks
     * @param across blocks of a row
     * @param matrix [m, n]
     * @param mean   subtracted from every pixel, grey from 0 to 1
     * @param scale  what that is multiplied by
     */
    public static CodecWriter sensing(
            EightBits bits, int down, int across, SparseMatrix matrix, float mean, float scale) {
        return SensingFormat.write(bits, down, across, matrix, mean, scale);
    }

    /**
     * A codec of codes of fixed length: one vector an image, every number in as many bits, all with one step.
     *
     * @param numbers of a code
     * @param bits    of a number: 1, 2, 4, 8, or 32 for float32 as they are
     * @param step    between the levels of a number
     */
    public static CodecWriter packed(int numbers, int bits, float step) {
        return PackedFormat.write(numbers, bits, step);
    }

    /**
     * A codec of the model of that name, built in or on the class path; its tensors are then added under the names that its format
     * gives them. Throws UserException for a name that is unknown.
     */
    public static CodecWriter of(String model) {
        return new CodecWriter(LatentFormats.named(model));
    }

    /** Adds a tensor. */
    public CodecWriter floats(String name, long[] shape, float[] values) {
        file.floats(name, shape, values);
        return this;
    }

    /** Adds a tensor of integers. */
    public CodecWriter ints(String name, long[] shape, int[] values) {
        file.ints(name, shape, values);
        return this;
    }

    /** Adds a tensor of another file as it stands there. */
    public CodecWriter copy(SafeTensors from, String name) {
        file.bytes(name, from.dtype(name), from.shape(name), from.bytes(name));
        return this;
    }

    /** Adds one of the encoder's or the image decoder's tensors, under its name in the model. */
    public CodecWriter weight(String name, long[] shape, float[] values) {
        return floats(name, shape, values);
    }

    /** What the encoder and the reader need to know, such as image size, mean, base checkpoint and provenance. */
    public CodecWriter settings(JsonObject settings) {
        this.settings = settings;
        return this;
    }

    /** The most tokens that a stream of this codec may announce: bounds the memory that a hostile stream can ask for. */
    public CodecWriter maxTokens(int maxTokens) {
        if (maxTokens < 1 || maxTokens > LatentCoder.MAX_TOKENS) {
            throw new IllegalArgumentException("max tokens must lie between 1 and " + LatentCoder.MAX_TOKENS);
        }
        this.maxTokens = maxTokens;
        return this;
    }

    /** Replaces {@code file} atomically; throws {@link UserException} where that fails. */
    public void write(Path path) {
        finish();
        file.write(path);
    }

    /** The codec file's content. */
    public byte[] toBytes() {
        finish();
        return file.toBytes();
    }

    private void finish() {
        Map<String, StoredTensor> parts = file.parts();
        file.metadata(CodecFile.FORMAT, CodecFile.FORMAT_NAME)
                .metadata(CodecFile.VERSION, Integer.toString(CodecFile.CURRENT_VERSION))
                .metadata(CodecFile.MODEL, format.model())
                .metadata(CodecFile.MAX_TOKENS, Integer.toString(maxTokens))
                .metadata(CodecFile.SETTINGS, settings.toString())
                .metadata(
                        CodecFile.DIGEST,
                        CodecDigest.ofDecoding(format.model(), parts, format.decodingTensors(parts.keySet())));
        file.metadata(CodecFile.CONTENT_DIGEST, CodecDigest.ofContent(file.metadata(), parts));
    }

    /** Adds probability tables under a prefix, as {@link StoredTables} reads them. */
    public CodecWriter tables(String prefix, CdfTables tables) {
        int rows = tables.rows();
        int[] lengths = new int[rows];
        int[] offsets = new int[rows];
        for (int row = 0; row < rows; row++) {
            lengths[row] = tables.entries(row) + 1;
            offsets[row] = tables.offset(row);
        }
        file.ints(prefix + StoredTables.CDF, new long[] {rows, tables.width()}, tables.padded());
        file.ints(prefix + StoredTables.CDF_LENGTH, new long[] {rows}, lengths);
        file.ints(prefix + StoredTables.OFFSET, new long[] {rows}, offsets);
        return this;
    }
}
