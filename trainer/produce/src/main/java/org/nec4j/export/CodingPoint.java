package org.nec4j.export;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;

/**
 * At which of its operating points a layered codec encodes; with nothing asked for, any codec does as its maker meant.
 *
 * @param pooledAlone whether streams hold the pooled layer alone
 * @param step        the step that is wanted
 * @param bytes       or mean bytes of a file
 * @param quality     or an operating point by name
 */
public record CodingPoint(boolean pooledAlone, OptionalDouble step, OptionalDouble bytes, Optional<String> quality) {
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

    /** Whether anything is asked for. */
    public boolean isAsked() {
        return !equals(UNASKED);
    }
}
