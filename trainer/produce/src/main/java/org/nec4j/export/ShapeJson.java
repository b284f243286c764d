package org.nec4j.export;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.vit.VitShape;

/** A model's shape in a codec's settings. */
final class ShapeJson {
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
                json.number("layer_norm_eps"));
    }
}
