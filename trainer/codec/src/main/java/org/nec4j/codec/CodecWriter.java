package org.nec4j.codec;

import java.nio.file.Path;
import java.util.List;

/**
 * Gathers what a codec file holds and writes it: what decoding needs, and beside it what encoding images needs (the encoder's
 * weights) and what a reader wants to know (settings, provenance).
 */
public final class CodecWriter {
    private final String model;
    private final List<String> decodingTensors;
    private final SafeTensorsWriter file = new SafeTensorsWriter();
    private JsonObject settings = JsonObject.parse("{}", "settings");
    private int maxTokens = 1 << 16;

    private CodecWriter(String model, List<String> decodingTensors) {
        this.model = model;
        this.decodingTensors = decodingTensors;
    }

    /**
     * A codec with a factorised bottleneck.
     *
     * @param medians [dim], the channels' medians
     * @param tables  one row a channel
     */
    public static CodecWriter factorised(float[] medians, CdfTables tables) {
        FactorisedCoder checked = new FactorisedCoder(medians, tables);
        long rows = checked.dim();
        CodecWriter writer = new CodecWriter(checked.model(), CodecFile.FACTORISED_TENSORS);
        writer.file.floats(CodecFile.MEDIANS, new long[] {rows}, checked.medians());
        writer.tables(tables, CodecFile.CDF, CodecFile.CDF_LENGTH, CodecFile.OFFSET);
        return writer;
    }

    /** Adds one of the encoder's tensors, under its name in the model. */
    public CodecWriter weight(String name, long[] shape, float[] values) {
        file.floats(name, shape, values);
        return this;
    }

    /** What the encoder and the reader need to know, such as image size, mean, base checkpoint and provenance. */
    public CodecWriter settings(JsonObject settings) {
        this.settings = settings;
        return this;
    }

    /** The most tokens that a stream of this codec may announce: bounds the memory that a hostile stream can ask for. */
    public CodecWriter maxTokens(int maxTokens) {
        if (maxTokens < 1 || maxTokens > StreamFrame.MAX_TOKENS) {
            throw new IllegalArgumentException("max tokens must lie between 1 and " + StreamFrame.MAX_TOKENS);
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
        file.metadata(CodecFile.FORMAT, CodecFile.FORMAT_NAME)
                .metadata(CodecFile.VERSION, Integer.toString(CodecFile.CURRENT_VERSION))
                .metadata(CodecFile.MODEL, model)
                .metadata(CodecFile.MAX_TOKENS, Integer.toString(maxTokens))
                .metadata(CodecFile.SETTINGS, settings.toString())
                .metadata(CodecFile.DIGEST, CodecDigest.ofDecoding(model, file.parts(), decodingTensors));
        file.metadata(CodecFile.CONTENT_DIGEST, CodecDigest.ofContent(file.metadata(), file.parts()));
    }

    private void tables(CdfTables tables, String cdf, String lengths, String offsets) {
        int rows = tables.rows();
        int[] lengthOfRow = new int[rows];
        int[] offsetOfRow = new int[rows];
        for (int row = 0; row < rows; row++) {
            lengthOfRow[row] = tables.entries(row) + 1;
            offsetOfRow[row] = tables.offset(row);
        }
        file.ints(cdf, new long[] {rows, tables.width()}, tables.padded());
        file.ints(lengths, new long[] {rows}, lengthOfRow);
        file.ints(offsets, new long[] {rows}, offsetOfRow);
    }
}
