package org.nec4j.export;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Printable;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.kernel.GeluForm;
import org.nec4j.vit.VitForm;
import org.nec4j.vit.VitShape;

/** A model's shape in a codec's settings. */
final class ShapeJson {
    private static final String FORM = "form";

    private ShapeJson() {}

    static Map<String, Object> of(VitShape shape) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("image_size", shape.imageSize());
        json.put("patch_size", shape.patchSize());
        json.put("channels", shape.channels());
        json.put("dim", shape.dim());
        json.put("depth", shape.depth());
        json.put("heads", shape.heads());
        json.put("decoder_dim", shape.decoderDim());
        json.put("decoder_depth", shape.decoderDepth());
        json.put("decoder_heads", shape.decoderHeads());
        json.put("mlp_ratio", shape.mlpRatio());
        json.put("layer_norm_eps", shape.layerNormEps());
        if (!shape.form().equals(VitForm.MAE)) {
            json.put(
                    FORM,
                    form(shape.form())); // only where it is needed, so that codecs of autoencoders keep their bytes
        }
        return json;
    }

    static VitShape read(JsonObject json) {
        return new VitShape(
                json.integer("image_size"),
                json.integer("patch_size"),
                json.integer("channels"),
                json.integer("dim"),
                json.integer("depth"),
                json.integer("heads"),
                json.integer("decoder_dim"),
                json.integer("decoder_depth"),
                json.integer("decoder_heads"),
                json.integer("mlp_ratio"),
                json.number("layer_norm_eps"),
                json.contains(FORM) ? form(json.object(FORM)) : VitForm.MAE);
    }

    private static Map<String, Object> form(VitForm form) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("class_token", form.classToken());
        json.put("registers", form.registers());
        json.put("pre_norm", form.preNorm());
        json.put("gelu", form.gelu().name().toLowerCase(Locale.ROOT));
        return json;
    }

    private static VitForm form(JsonObject json) {
        String gelu = json.text("gelu");
        GeluForm form = Stream.of(GeluForm.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(gelu))
                .findFirst()
                .orElseThrow(() -> new UserException("the codec's encoder has the activation '" + Printable.of(gelu)
                        + "', which this version does not know; take a newer version of nec4j"));
        return new VitForm(json.flag("class_token"), json.integer("registers"), json.flag("pre_norm"), form);
    }
}
