package org.nec4j.export;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.progress.Console;

/**
 * At which of its operating points a layered codec encodes; with nothing asked for, any codec does as its maker meant.
 *
 * @param pooledAlone whether streams hold the pooled layer alone
 * @param step        the step that is wanted
 * @param bytes       or mean bytes of a file
 * @param quality     or an operating point by name
 */
public record CodingPoint(boolean pooledAlone, OptionalDouble step, OptionalDouble bytes, Optional<String> quality) {
    /** A step that is asked for may lack decimals. */
    private static final double ROUNDED = 0.005;

    /** As the codec's maker meant. */
    public static final CodingPoint UNASKED =
            new CodingPoint(false, OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty());

    /**
     * The codec at this point.
     *
     * @throws org.nec4j.codec.error.UserException where the codec has none such
     */
    public Codec of(Codec codec) {
        Codec layer = pooledAlone ? codec.pooledAlone() : codec;
        if (step.isPresent()) {
            return layer.atStep(step.getAsDouble());
        }
        if (bytes.isPresent()) {
            return layer.atBytes(bytes.getAsDouble());
        }
        return quality.map(layer::atQuality).orElse(layer);
    }

    /**
     * The codec at this point, where so many bytes are wanted of embeddings like these.
     *
     * @param like made where they are needed alone
     * @throws org.nec4j.codec.error.UserException where the codec has none such
     */
    Codec of(Codec codec, Supplier<List<Embedding>> like) {
        if (bytes.isEmpty()) {
            return of(codec);
        }
        codec.requireLayers();
        return (pooledAlone ? codec.pooledAlone() : codec).atBytes(bytes.getAsDouble(), like.get());
    }

    /** Tells at which point a codec was found, where one was asked for. */
    void tell(Codec at, Console console) {
        if (isAsked()) {
            at.point().ifPresent(words -> console.say("Encoding with " + words + nearest(at) + "."));
        }
    }

    /** Whether a codec that was found holds another step than the one that was asked for. */
    public boolean misses(Codec at) {
        return step.isPresent() && Math.abs(at.step().orElseThrow() / step.getAsDouble() - 1) > ROUNDED;
    }

    /** What is to be said where the codec holds no such step. */
    private String nearest(Codec at) {
        return misses(at) ? ", the nearest that the codec holds to step " + step.getAsDouble() : "";
    }

    /** Whether anything is asked for. */
    public boolean isAsked() {
        return !equals(UNASKED);
    }
}
