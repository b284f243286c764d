package org.nec4j.codec;

import java.util.List;
import java.util.Map;

/** The names inside a codec file, which is a safetensors file, and what is checked before any of it is believed. */
final class CodecFile {
    static final String FORMAT = "format";
    static final String FORMAT_NAME = "nec4j codec";
    static final String VERSION = "format_version";
    static final int CURRENT_VERSION = 1;
    static final String MODEL = "model";
    static final String MAX_TOKENS = "max_tokens";
    static final String SETTINGS = "settings";
    static final String DIGEST = "digest";
    static final String CONTENT_DIGEST = "content_digest";

    static final String MEDIANS = "bottleneck.medians";
    static final String CDF = "bottleneck._quantized_cdf";
    static final String CDF_LENGTH = "bottleneck._cdf_length";
    static final String OFFSET = "bottleneck._offset";

    static final List<String> FACTORISED_TENSORS = List.of(MEDIANS, CDF, CDF_LENGTH, OFFSET);

    private CodecFile() {}

    /** Refuses what is no codec, or one of a later version. */
    static void checkKind(SafeTensors file) {
        Map<String, String> metadata = file.metadata();
        if (!FORMAT_NAME.equals(metadata.get(FORMAT))) {
            throw new UserException(
                    file.source() + ": is a safetensors file but not a codec; make one with `nec4j export`");
        }
        String version = metadata.getOrDefault(VERSION, "none");
        if (!version.equals(Integer.toString(CURRENT_VERSION))) {
            throw new UserException(file.source() + ": is a codec of format version " + version
                    + ", this program reads version " + CURRENT_VERSION + "; use a newer one");
        }
    }

    static String required(SafeTensors file, String key) {
        String value = file.metadata().get(key);
        if (value == null) {
            throw new UserException(
                    file.source() + ": is a codec without \"" + key + "\" in its metadata; export it again");
        }
        return value;
    }

    /** The tensors that decoding depends on, in the order in which the digest takes them. */
    static List<String> decodingTensors(SafeTensors file) {
        String model = required(file, MODEL);
        if (model.equals(FactorisedCoder.MODEL)) {
            return FACTORISED_TENSORS;
        }
        throw new UserException(
                file.source() + ": has a model \"" + model + "\" that this program does not know; use a newer one");
    }

    static int maxTokens(SafeTensors file) {
        String text = required(file, MAX_TOKENS);
        if (text.matches("[0-9]{1,6}") && Integer.parseInt(text) <= StreamFrame.MAX_TOKENS) {
            return Integer.parseInt(text);
        }
        throw new UserException(file.source() + ": \"max_tokens\" is " + text + " where a number up to "
                + StreamFrame.MAX_TOKENS + " is needed");
    }

    /** Reads what decoding needs; errors name the file. */
    static LatentCoder coder(SafeTensors file) {
        decodingTensors(file);
        try {
            return new FactorisedCoder(file.floats(MEDIANS), tables(file, CDF, CDF_LENGTH, OFFSET));
        } catch (UserException e) {
            throw e.getMessage().startsWith(file.source())
                    ? e
                    : new UserException(file.source() + ": " + e.getMessage(), e);
        }
    }

    static CdfTables tables(SafeTensors file, String cdf, String lengths, String offsets) {
        return CdfTables.ofPadded(file.ints(cdf), file.ints(lengths), file.ints(offsets));
    }
}
