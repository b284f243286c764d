package org.nec4j.export;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.model.CodecContent;
import org.nec4j.codec.model.SensingCoder;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.vit.DecoderLayer;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/**
 * The network that a codec file holds beside its entropy model. Its tensors are read when they are asked for, while the file is open.
 *
 * @param shape         the model's shape
 * @param preprocessing how images become the network's input
 * @param file          the codec file
 * @param decodes       whether it holds a decoder that images can be looked at with
 */
public record StoredNetwork(VitShape shape, Preprocessing preprocessing, SafeTensors file, boolean decodes) {
    /** Finds it; throws {@link UserException} where there is none, or where the file is another than the codec was opened from. */
    public static StoredNetwork of(Codec codec, SafeTensors file) {
        CodecContent.requireSame(codec.contentDigest(), file);
        JsonObject settings = codec.settings();
        if (codec.model().equals(SensingCoder.MODEL)) {
            throw new UserException(file.source()
                    + ": is a sensing codec, whose measurements are no embeddings of a transformer; it is for nec4j encode,"
                    + " decode, eval, archive and info");
        }
        if (!settings.contains(CodecBuilder.SHAPE)) {
            throw new UserException(file.source()
                    + ": holds an entropy model and no image encoder; `nec4j import` makes a codec of both"
                    + " where an experiment's settings follow the checkpoint");
        }
        return new StoredNetwork(
                ShapeJson.read(settings.object(CodecBuilder.SHAPE)),
                Preprocessing.read(settings.object("preprocessing")),
                file,
                settings.contains(Reconstructor.SETTINGS));
    }

    /** The encoder's tensors, those of a second end and of a projection to codes among them. */
    public Tensors encoder() {
        Map<String, float[]> numbers = numbers(shape.encoderTensors().keySet());
        file.names().stream()
                .filter(name -> name.startsWith(Encoder.POOLED) || name.startsWith(Encoder.CODE))
                .forEach(name -> numbers.put(name, file.floats(name)));
        return new Tensors(numbers);
    }

    /** The tensors of the decoder's way in; nothing in a file without them. */
    public Optional<Tensors> firstLayer() {
        Set<String> names = DecoderLayer.tensors(shape).keySet();
        return names.stream().allMatch(file::contains) ? Optional.of(new Tensors(numbers(names))) : Optional.empty();
    }

    /** The decoder's tensors; nothing in a file without a decoder. */
    public Optional<Tensors> decoder() {
        return decodes ? Optional.of(new Tensors(numbers(shape.decoderTensors().keySet()))) : Optional.empty();
    }

    private Map<String, float[]> numbers(Collection<String> names) {
        Map<String, float[]> numbers = new LinkedHashMap<>();
        names.forEach(name -> numbers.put(name, file.floats(name)));
        return numbers;
    }
}
