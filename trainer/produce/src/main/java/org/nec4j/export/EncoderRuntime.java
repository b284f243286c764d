package org.nec4j.export;

import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.vit.EmbeddingNetwork;

/**
 * Another program that computes a codec's encoder where {@code -Dnec4j.onnx} asks for it. Its embeddings differ from nec4j's own by rounding, so a
 * number on the edge between two integers may become the other one: an archive is encoded by one of both.
 */
public interface EncoderRuntime {
    /** Where the encoder runs: cpu, cuda, or nothing for the quickest that is there. */
    String PROPERTY = "nec4j.onnx";

    /** What to do without. */
    String WITHOUT = "without -D" + PROPERTY + " nec4j's own encoder computes";

    /** What computes. */
    enum Device {
        /** A CUDA device where there is one. */
        BEST,
        CPU,
        CUDA
    }

    /** Says what computes; throws UserException where the device is not there. */
    String sentence(Device device);

    /** The encoder of an open codec file; throws UserException where it cannot be had. */
    EmbeddingNetwork open(Codec codec, SafeTensors file, Device device);

    /**
     * A runtime that is asked for, on a device.
     *
     * @param runtime that is there
     * @param device  that is wanted
     */
    record Asked(EncoderRuntime runtime, Device device) {
        /** Says what computes; throws UserException where the device is not there. */
        public String sentence() {
            return runtime.sentence(device);
        }

        EmbeddingNetwork open(Codec codec, SafeTensors file) {
            return runtime.open(codec, file, device);
        }
    }

    /** What the property asks for, nothing where it does not; throws UserException where that is not to be had. */
    static Optional<Asked> asked() {
        String where = System.getProperty(PROPERTY);
        if (where == null) {
            return Optional.empty();
        }
        Device device =
                switch (where.toLowerCase(Locale.ROOT)) {
                    case "", "true" -> Device.BEST;
                    case "cpu" -> Device.CPU;
                    case "cuda" -> Device.CUDA;
                    default ->
                        throw new UserException(
                                "-D" + PROPERTY + " is \"" + where + "\", expected cpu or cuda; " + WITHOUT);
                };
        EncoderRuntime runtime = ServiceLoader.load(EncoderRuntime.class)
                .findFirst()
                .orElseThrow(() -> new UserException("-D" + PROPERTY
                        + " asks for ONNX Runtime, and the module nec4j-onnx"
                        + " is not on the class path; build with it (for the launcher: NEC4J_ONNX=cpu); " + WITHOUT));
        return Optional.of(new Asked(runtime, device));
    }
}
