package org.nec4j.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.JavaSparkContext;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.export.ImageEncoder;

/**
 * A codec file that Spark brings to every executor, once each, where it is opened once.
 *
 * @param name   the file's
 * @param digest of its content, by which executors know it again
 */
record ShippedCodec(String name, String digest) implements Serializable {
    private static final Map<ShippedCodec, Codec> CODECS = new HashMap<>();
    private static final Map<ShippedCodec, ImageEncoder> ENCODERS = new HashMap<>();

    /** Hands the file to Spark. */
    static ShippedCodec ship(JavaSparkContext spark, Path file) {
        Codec codec = Codec.open(file);
        spark.addFile(file.toAbsolutePath().toString());
        return new ShippedCodec(file.getFileName().toString(), codec.contentDigest());
    }

    /** This virtual machine's, for several threads. */
    Codec codec() {
        synchronized (CODECS) {
            return CODECS.computeIfAbsent(this, shipped -> same(Codec.open(shipped.file())));
        }
    }

    /** What is done with this virtual machine's encoder, which one thread may use at a time: tasks that share it take turns. */
    <T> T encoding(Function<ImageEncoder, T> work) {
        synchronized (ENCODERS) {
            return work.apply(ENCODERS.computeIfAbsent(this, shipped -> {
                ImageEncoder encoder = ImageEncoder.open(shipped.file());
                same(encoder.codec());
                return encoder;
            }));
        }
    }

    /** Where this virtual machine has it. */
    Path file() {
        return Path.of(SparkFiles.get(name));
    }

    private Codec same(Codec codec) {
        if (!codec.contentDigest().equals(digest)) {
            throw new UserException(name + ": an executor was brought another file of this name, with digest "
                    + codec.contentDigest().substring(0, 8) + "... and not " + digest.substring(0, 8)
                    + "...; give the codecs of one application different names.");
        }
        return codec;
    }
}
