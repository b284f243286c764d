package org.nec4j.codec.model;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensors;

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

    /** What the model of gridded fields is called among strings, where it is the file's. */
    private static final String GRIDDED = "nec4j_grid";

    private CodecFile() {}

    /** Refuses a codec of gridded fields: nothing in it is wrong, so that no byte is named. */
    static void refuseGridded(SafeTensors file) {
        if (file.metadata().containsKey(GRIDDED)) {
            throw new UserException(file.source()
                    + ": is a codec of gridded fields, not of images; it is for nec4j encode and decode with NetCDF files, for eval with"
                    + " an experiment on such, and for info");
        }
    }

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

    /** Of a codec's tensors those that decoding depends on, in the order in which the digest takes them. */
    static List<String> decodingTensors(SafeTensors file) {
        List<String> names = format(file).decodingTensors(file.names());
        for (String name : names) {
            if (!file.contains(name)) {
                throw new UserException(
                        file.source() + ": is a codec without its tensor \"" + name + "\"; export it again");
            }
        }
        return names;
    }

    /** Where the first of some tensors begins in the file. */
    static long firstOffset(SafeTensors file, Collection<String> names) {
        return names.stream().mapToLong(file::offset).min().orElse(0);
    }

    static int maxTokens(SafeTensors file) {
        String text = required(file, MAX_TOKENS);
        if (text.matches("[0-9]{1,6}") && Integer.parseInt(text) <= LatentCoder.MAX_TOKENS) {
            return Integer.parseInt(text);
        }
        throw new UserException(file.source() + ": \"max_tokens\" is " + text + " where a number up to "
                + LatentCoder.MAX_TOKENS + " is needed");
    }

    /** Reads what decoding needs, and a hyperprior's analysis where it is there; errors name the file. */
    static LatentCoder coder(SafeTensors file) {
        try {
            return format(file).read(file);
        } catch (FormatException e) {
            throw e;
        } catch (UserException e) {
            throw in(file, e);
        }
    }

    private static LatentFormat format(SafeTensors file) {
        String model = required(file, MODEL);
        try {
            return LatentFormats.named(model);
        } catch (UserException e) {
            throw in(file, e);
        }
    }

    private static UserException in(SafeTensors file, UserException e) {
        return e.getMessage().startsWith(file.source())
                ? e
                : new UserException(file.source() + ": " + e.getMessage(), e);
    }
}
