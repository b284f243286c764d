package org.nec4j.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Printable;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.data.ImageSize;
import org.nec4j.kernel.GeluForm;
import org.nec4j.vit.PatchGrid;
import org.nec4j.vit.Ranks;
import org.nec4j.vit.VitForm;
import org.nec4j.vit.VitShape;

/** A model's shape in a codec's settings. */
final class ShapeJson {
    private static final String FORM = "form";
    private static final String RANKS = "ranks";
    private static final double LARGEST = 1 << 20;

    private ShapeJson() {}

    static Map<String, Object> of(VitShape shape) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("image_size", SizeJson.of(new ImageSize(shape.imageRows(), shape.imageColumns())));
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
        if (shape.ranks().isFactorized()) {
            json.put(RANKS, shape.ranks().numbers());
        }
        return json;
    }

    static VitShape read(JsonObject json) {
        ImageSize size = SizeJson.read(json, "image_size");
        int patch = json.integer("patch_size");
        return new VitShape(
                PatchGrid.of(size.rows(), size.columns(), patch),
                patch,
                json.integer("channels"),
                json.integer("dim"),
                json.integer("depth"),
                json.integer("heads"),
                json.integer("decoder_dim"),
                json.integer("decoder_depth"),
                json.integer("decoder_heads"),
                json.integer("mlp_ratio"),
                json.number("layer_norm_eps"),
                json.contains(FORM) ? form(json.object(FORM)) : VitForm.MAE,
                json.contains(RANKS) ? ranks(json, json.integer("depth")) : Ranks.WHOLE);
    }

    private static Ranks ranks(JsonObject json, int depth) {
        List<Double> numbers = json.numbers(RANKS);
        if (numbers.size() != Ranks.products(depth).size()
                || !numbers.stream().allMatch(n -> n >= 0 && n <= LARGEST && n == Math.rint(n))) {
            throw new UserException("the codec's encoder has " + numbers.size() + " ranks where "
                    + Ranks.products(depth).size()
                    + " whole numbers from 0 on are needed; make it again with `nec4j factorize`");
        }
        return new Ranks(numbers.stream().map(Double::intValue).toList());
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
