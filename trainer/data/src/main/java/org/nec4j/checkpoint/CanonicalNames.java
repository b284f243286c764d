package org.nec4j.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nec4j.codec.error.UserException;

/**
 * Brings the key styles of encoders to the names of facebookresearch/mae, and the entropy bottleneck to those of CompressAI 1.2.7 and later
 * under {@code bottleneck.}, or {@code entropy_bottleneck.} where it codes the side information of a hyperprior. Names that belong
 * to no style stay as they are.
 */
final class CanonicalNames {
    private static final String BOTTLENECK = "bottleneck.";
    private static final String SIDE_BOTTLENECK = "entropy_bottleneck.";

    /** A state dict with this name is that of a bottleneck alone. */
    private static final String LONE_BOTTLENECK = "quantiles";

    private static final List<String> HYPERPRIOR = List.of("h_s.", "gaussian_conditional.");
    private static final Pattern HUGGING_FACE =
            Pattern.compile("(vit\\.)?encoder\\.layer\\.\\d+\\.attention\\.attention\\.query\\.weight");
    private static final Pattern LAYER =
            Pattern.compile("(encoder\\.layer|decoder\\.decoder_layers)\\.(\\d+)\\.(.+)\\.(weight|bias)");
    private static final Pattern OLD_BOTTLENECK = Pattern.compile("_(matrix|bias|factor)(\\d+)");
    private static final Map<String, String> OLD_LISTS =
            Map.of("matrix", "matrices", "bias", "biases", "factor", "factors");

    /** Hugging Face's tensors outside the layers. */
    private static final Map<String, String> OUTSIDE = Map.ofEntries(
            Map.entry("embeddings.cls_token", "cls_token"),
            Map.entry("embeddings.register_tokens", "register_tokens"),
            Map.entry("embeddings.distillation_token", "dist_token"),
            Map.entry("embeddings.position_embeddings", "pos_embed"),
            Map.entry("embeddings.patch_embeddings.projection.weight", "patch_embed.proj.weight"),
            Map.entry("embeddings.patch_embeddings.projection.bias", "patch_embed.proj.bias"),
            Map.entry("layernorm.weight", "norm.weight"),
            Map.entry("layernorm.bias", "norm.bias"),
            Map.entry("decoder.mask_token", "mask_token"),
            Map.entry("decoder.decoder_pos_embed", "decoder_pos_embed"),
            Map.entry("decoder.decoder_embed.weight", "decoder_embed.weight"),
            Map.entry("decoder.decoder_embed.bias", "decoder_embed.bias"),
            Map.entry("decoder.decoder_norm.weight", "decoder_norm.weight"),
            Map.entry("decoder.decoder_norm.bias", "decoder_norm.bias"),
            Map.entry("decoder.decoder_pred.weight", "decoder_pred.weight"),
            Map.entry("decoder.decoder_pred.bias", "decoder_pred.bias"));

    /** Hugging Face's tensors inside a layer, but for query, key and value. */
    private static final Map<String, String> INSIDE = Map.of(
            "attention.output.dense", "attn.proj",
            "intermediate.dense", "mlp.fc1",
            "output.dense", "mlp.fc2",
            "mlp.fc1", "mlp.fc1",
            "mlp.fc2", "mlp.fc2",
            "layernorm_before", "norm1",
            "layernorm_after", "norm2",
            "norm1", "norm1",
            "norm2", "norm2");

    private static final Pattern SCALE = Pattern.compile("encoder\\.layer\\.(\\d+)\\.layer_scale([12])\\.lambda1");

    private static final List<String> QKV =
            List.of("attention.attention.query", "attention.attention.key", "attention.attention.value");

    private final FileSlice file;
    private final boolean hyperprior;
    private final Map<String, TensorSource> canonical = new LinkedHashMap<>();

    private CanonicalNames(FileSlice file, boolean hyperprior) {
        this.file = file;
        this.hyperprior = hyperprior;
    }

    static KeyStyle style(Map<String, TensorSource> tensors) {
        return tensors.keySet().stream()
                        .anyMatch(name -> HUGGING_FACE.matcher(name).matches())
                ? KeyStyle.HUGGING_FACE_VITMAE
                : KeyStyle.FACEBOOK_MAE;
    }

    /** The tensors under their canonical names, in the order of the file; throws {@link UserException} where two collide. */
    static Map<String, TensorSource> of(Map<String, TensorSource> tensors, FileSlice file) {
        Map<String, TensorSource> plain = plain(tensors);
        boolean hyperprior =
                plain.keySet().stream().anyMatch(name -> HYPERPRIOR.stream().anyMatch(name::startsWith));
        CanonicalNames names = new CanonicalNames(file, hyperprior);
        if (style(tensors) == KeyStyle.HUGGING_FACE_VITMAE) {
            plain.forEach((name, tensor) -> names.addHuggingFace(name, tensor, plain));
        } else {
            plain.forEach((name, tensor) -> names.put(names.bottleneck(name), tensor));
        }
        return names.canonical;
    }

    /** A bottleneck alone gets the name that it has within a model. */
    private static Map<String, TensorSource> plain(Map<String, TensorSource> tensors) {
        if (!tensors.containsKey(LONE_BOTTLENECK)) {
            return tensors;
        }
        Map<String, TensorSource> lone = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> lone.put(BOTTLENECK + name, tensor));
        return lone;
    }

    private void addHuggingFace(String name, TensorSource tensor, Map<String, TensorSource> all) {
        String prefix = name.startsWith("vit.") ? "vit." : "";
        String inner = name.substring(prefix.length());
        Matcher layer = LAYER.matcher(inner);
        Matcher scale = SCALE.matcher(inner);
        if (OUTSIDE.containsKey(inner)) {
            put(OUTSIDE.get(inner), tensor);
        } else if (scale.matches()) {
            put("blocks." + scale.group(1) + ".ls" + scale.group(2) + ".gamma", tensor);
        } else if (!layer.matches()) {
            put(bottleneck(name), tensor);
        } else {
            String block = (layer.group(1).startsWith("e") ? "blocks." : "decoder_blocks.") + layer.group(2) + ".";
            String part = layer.group(3);
            String kind = "." + layer.group(4);
            if (INSIDE.containsKey(part)) {
                put(block + INSIDE.get(part) + kind, tensor);
                return;
            }
            String before = prefix + layer.group(1) + "." + layer.group(2) + ".";
            if (part.equals(QKV.get(0))) {
                put(block + "attn.qkv" + kind, joined(before, kind, all));
            } else if (!QKV.contains(part) || !all.containsKey(before + QKV.get(0) + kind)) {
                put(name, tensor);
            }
        }
    }

    private TensorSource joined(String before, String kind, Map<String, TensorSource> all) {
        return JoinedTensor.of(QKV.stream().map(part -> before + part + kind).toList(), all, file);
    }

    private String bottleneck(String name) {
        for (String prefix : List.of(BOTTLENECK, SIDE_BOTTLENECK)) {
            if (name.startsWith(prefix)) {
                String inner = name.substring(prefix.length());
                Matcher old = OLD_BOTTLENECK.matcher(inner);
                return (hyperprior ? prefix : BOTTLENECK)
                        + (old.matches() ? OLD_LISTS.get(old.group(1)) + "." + old.group(2) : inner);
            }
        }
        return name;
    }

    private void put(String name, TensorSource tensor) {
        TensorSource before = canonical.put(name, tensor);
        if (before != null && !UnreadTensor.same(before, tensor)) {
            throw new UserException(file.file() + ": holds two tensors that both stand for " + PrintableName.of(name)
                    + ", with other numbers; save the state dict of the one you mean alone");
        }
    }
}
