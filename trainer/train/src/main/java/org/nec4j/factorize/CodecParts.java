package org.nec4j.factorize;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.model.CodecContent;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.export.CodecBuilder;
import org.nec4j.export.Preprocessing;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/**
 * A codec file, taken apart into its encoder and the rest.
 *
 * @param file  where it lies
 * @param codec what decodes
 * @param model its encoder
 */
record CodecParts(Path file, Codec codec, EncoderModel model) {
    /** Reads a codec file; throws UserException where it is none, or holds no image encoder. */
    static CodecParts read(Path file) {
        Codec codec = Codec.open(file);
        VitShape shape = CodecBuilder.shape(codec.settings())
                .orElseThrow(() -> new UserException(file
                        + ": holds an entropy model and no image encoder, so that nothing of it can be factorized"));
        try (SafeTensors tensors = SafeTensors.open(file)) {
            CodecContent.requireSame(codec.contentDigest(), tensors);
            Map<String, float[]> encoder = new LinkedHashMap<>();
            shape.encoderTensors().keySet().forEach(name -> {
                encoder.put(name, tensors.floats(name));
                if (tensors.contains(Encoder.POOLED + name)) {
                    encoder.put(Encoder.POOLED + name, tensors.floats(Encoder.POOLED + name));
                }
            });
            return new CodecParts(file, codec, new EncoderModel(shape, new Tensors(encoder)));
        }
    }

    Preprocessing preprocessing() {
        return Preprocessing.read(codec.settings().object("preprocessing"));
    }

    String contentDigest() {
        return codec.contentDigest();
    }

    /** Writes the codec with another encoder; what decodes stays as it is, to the byte. */
    void write(EncoderModel encoder, Map<String, ?> provenance, Path output) {
        Map<String, Object> settings = new LinkedHashMap<>(codec.settings().asMap());
        Map<String, Object> from = new LinkedHashMap<>();
        if (codec.settings().contains(CodecBuilder.PROVENANCE)) {
            from.putAll(codec.settings().object(CodecBuilder.PROVENANCE).asMap());
        }
        from.putAll(provenance);
        settings.putAll(CodecBuilder.settings(encoder.shape()));
        settings.put(CodecBuilder.PROVENANCE, from);
        try (SafeTensors tensors = SafeTensors.open(file)) {
            CodecContent.requireSame(codec.contentDigest(), tensors);
            CodecWriter writer = CodecWriter.of(codec.model())
                    .maxTokens(CodecContent.of(tensors).maxTokens())
                    .settings(JsonObject.of(settings));
            Map<String, long[]> whole = model.encoderTensors();
            tensors.names().stream()
                    .filter(name -> !whole.containsKey(name))
                    .forEach(name -> writer.copy(tensors, name));
            encoder.encoderTensors()
                    .forEach((name, shape) ->
                            writer.weight(name, shape, encoder.tensors().floats(name)));
            writer.write(output);
        }
    }
}
