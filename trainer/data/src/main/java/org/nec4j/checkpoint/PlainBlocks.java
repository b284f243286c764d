package org.nec4j.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Brings the blocks of other vision transformers to those of ViT: factors on a block's branches (layer scale, Touvron et al., arXiv
 * 2103.17239) are multiplied into its last products, biases that a model does without become zeros, and tokens that belong to no patch get
 * one name. What comes out computes the same, but for rounding.
 */
final class PlainBlocks {
    private static final Pattern SCALE = Pattern.compile("(.*blocks\\.\\d+\\.)ls([12])\\.gamma");
    private static final Pattern QKV_WEIGHT = Pattern.compile("blocks\\.\\d+\\.attn\\.qkv\\.weight");
    private static final String PATCH_WEIGHT = "patch_embed.proj.weight";
    private static final String PATCH_BIAS = "patch_embed.proj.bias";
    private static final String REGISTERS = "reg_token";
    private static final List<String> MASK_TOKENS = List.of("mask_token", "embeddings.mask_token");

    /** DINOv2's registers and the token by which DeiT learns from a teacher, which are used alike. */
    private static final List<String> REGISTERS_ELSEWHERE = List.of("register_tokens", "dist_token");

    private PlainBlocks() {}

    /** Whether a tensor of that name would be looked for here, or by whoever builds a plain ViT. */
    static boolean concerns(String name) {
        return SCALE.matcher(name).matches()
                || name.startsWith("blocks.")
                || name.equals(PATCH_BIAS)
                || name.equals(REGISTERS)
                || REGISTERS_ELSEWHERE.contains(name);
    }

    /** The tensors as those of a plain ViT, in the file's order. */
    static Map<String, TensorSource> of(Map<String, TensorSource> named) {
        Map<String, TensorSource> plain = new LinkedHashMap<>();
        named.forEach((name, tensor) -> {
            if (!SCALE.matcher(name).matches()) {
                String other = REGISTERS_ELSEWHERE.contains(name) && !named.containsKey(REGISTERS) ? REGISTERS : name;
                plain.putIfAbsent(other, tensor);
            }
        });
        scale(named, plain);
        if (plain.keySet().stream().noneMatch(name -> name.startsWith("decoder_"))) {
            MASK_TOKENS.forEach(
                    plain::remove); // of an encoder that was pretrained with masks, not of an autoencoder's decoder
        }
        biases(plain);
        return plain;
    }

    private static void scale(Map<String, TensorSource> named, Map<String, TensorSource> plain) {
        named.forEach((name, factors) -> {
            var scale = SCALE.matcher(name);
            if (!scale.matches()) {
                return;
            }
            String product = scale.group(1) + (scale.group(2).equals("1") ? "attn.proj." : "mlp.fc2.");
            for (String kind : List.of("weight", "bias")) {
                TensorSource tensor = plain.get(product + kind);
                if (tensor == null || tensor.shape().length == 0 || !fits(factors, tensor)) {
                    plain.put(name, factors); // whoever builds the model tells that it does not fit
                    return;
                }
            }
            for (String kind : List.of("weight", "bias")) {
                plain.computeIfPresent(product + kind, (key, tensor) -> DerivedTensor.scaled(tensor, factors));
            }
        });
    }

    private static boolean fits(TensorSource factors, TensorSource tensor) {
        long[] shape = factors.shape();
        return shape.length == 1 && shape[0] > 0 && shape[0] == tensor.shape()[0];
    }

    /** A model has them in every block or in none; one that norms its tokens first needs none of its patches. */
    private static void biases(Map<String, TensorSource> plain) {
        List<String> weights = plain.keySet().stream()
                .filter(name -> QKV_WEIGHT.matcher(name).matches())
                .toList();
        if (weights.stream().noneMatch(name -> plain.keySet().stream().anyMatch(other -> isBias(other, name)))) {
            weights.forEach(name -> addZeros(plain, name, bias(name)));
        }
        if (plain.containsKey(PATCH_WEIGHT) && plain.containsKey("norm_pre.weight") && !plain.containsKey(PATCH_BIAS)) {
            addZeros(plain, PATCH_WEIGHT, PATCH_BIAS);
        }
    }

    private static void addZeros(Map<String, TensorSource> plain, String weight, String bias) {
        long[] shape = plain.get(weight).shape();
        if (shape.length > 0) {
            plain.put(bias, DerivedTensor.zeros(shape[0]));
        }
    }

    private static String bias(String weight) {
        return weight.substring(0, weight.length() - "weight".length()) + "bias";
    }

    /** Whether the name is a bias beside this weight of queries, keys and values: of all three, or BEiT's of two. */
    private static boolean isBias(String name, String weight) {
        String attention = weight.substring(0, weight.length() - "qkv.weight".length());
        return name.startsWith(attention) && name.endsWith("bias") && !name.startsWith(attention + "proj.");
    }
}
