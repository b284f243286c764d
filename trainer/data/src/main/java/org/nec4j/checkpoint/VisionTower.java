package org.nec4j.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nec4j.codec.error.UserException;

/**
 * The image encoder out of a model of images and texts: CLIP's and SigLIP's as Hugging Face names them, CLIP's as OpenAI and open_clip do.
 * Its tensors get the names of facebookresearch/mae and timm; the text's tower and what stands behind the encoder are left out.
 *
 * @param tensors the tower's, or all of a file that holds no such model
 * @param style   how the file names the tower; nothing where there is none
 * @param note    what was left out, in a sentence
 */
record VisionTower(Map<String, TensorSource> tensors, Optional<KeyStyle> style, Optional<String> note) {
    private static final Pattern BLOCK =
            Pattern.compile("(?:encoder\\.layers|transformer\\.resblocks)\\.(\\d+)\\.(.+)");
    private static final Pattern PART = Pattern.compile("(.+)\\.(weight|bias|gamma)");

    private static final Map<String, String> OUTSIDE = Map.ofEntries(
            Map.entry("embeddings.class_embedding", "cls_token"),
            Map.entry("embeddings.patch_embedding.weight", "patch_embed.proj.weight"),
            Map.entry("embeddings.patch_embedding.bias", "patch_embed.proj.bias"),
            Map.entry("embeddings.position_embedding.weight", "pos_embed"),
            Map.entry("pre_layrnorm.weight", "norm_pre.weight"),
            Map.entry("pre_layrnorm.bias", "norm_pre.bias"),
            Map.entry("post_layernorm.weight", "norm.weight"),
            Map.entry("post_layernorm.bias", "norm.bias"),
            Map.entry("class_embedding", "cls_token"),
            Map.entry("conv1.weight", "patch_embed.proj.weight"),
            Map.entry("positional_embedding", "pos_embed"),
            Map.entry("ln_pre.weight", "norm_pre.weight"),
            Map.entry("ln_pre.bias", "norm_pre.bias"),
            Map.entry("ln_post.weight", "norm.weight"),
            Map.entry("ln_post.bias", "norm.bias"));

    private static final Map<String, String> INSIDE = Map.ofEntries(
            Map.entry("layer_norm1", "norm1"),
            Map.entry("layer_norm2", "norm2"),
            Map.entry("mlp.fc1", "mlp.fc1"),
            Map.entry("mlp.fc2", "mlp.fc2"),
            Map.entry("self_attn.out_proj", "attn.proj"),
            Map.entry("ln_1", "norm1"),
            Map.entry("ln_2", "norm2"),
            Map.entry("mlp.c_fc", "mlp.fc1"),
            Map.entry("mlp.c_proj", "mlp.fc2"),
            Map.entry("attn.out_proj", "attn.proj"),
            Map.entry("ls_1", "ls1"),
            Map.entry("ls_2", "ls2"));

    private static final List<String> QKV = List.of("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj");

    /** Finds the tower by its patch embedding and its first block; a file without such a pair is left as it is. */
    static VisionTower of(Map<String, TensorSource> named, FileSlice file) {
        return find(named, "embeddings.patch_embedding.weight", "encoder.layers.0.self_attn.q_proj.weight", file)
                .map(prefix -> named(named, prefix, KeyStyle.HUGGING_FACE_CLIP, file))
                .or(() -> find(named, "conv1.weight", "transformer.resblocks.0.attn.in_proj_weight", file)
                        .map(prefix -> named(named, prefix, KeyStyle.OPEN_CLIP, file)))
                .orElseGet(() -> new VisionTower(named, Optional.empty(), Optional.empty()));
    }

    /** What stands before both of these names; throws {@link UserException} where two towers differ. */
    private static Optional<String> find(
            Map<String, TensorSource> named, String embedding, String block, FileSlice file) {
        List<String> towers = named.keySet().stream()
                .filter(name -> name.endsWith(embedding))
                .map(name -> name.substring(0, name.length() - embedding.length()))
                .filter(prefix -> prefix.isEmpty() || prefix.endsWith("."))
                .filter(prefix -> named.containsKey(prefix + block))
                .toList();
        for (String other : towers) {
            named.forEach((name, tensor) -> {
                TensorSource twin = name.startsWith(towers.get(0))
                        ? named.get(other + name.substring(towers.get(0).length()))
                        : null;
                if (twin != null && !UnreadTensor.same(tensor, twin)) {
                    throw new UserException(file.file() + ": holds more than one image encoder, "
                            + PrintableName.of(towers.get(0) + embedding) + " and "
                            + PrintableName.of(other + embedding)
                            + " with other numbers; save the state dict of the one you mean alone");
                }
            });
        }
        return towers.stream().findFirst();
    }

    private static VisionTower named(Map<String, TensorSource> named, String prefix, KeyStyle style, FileSlice file) {
        Map<String, TensorSource> tower = new LinkedHashMap<>();
        List<String> left = new ArrayList<>();
        named.forEach((name, tensor) -> {
            String inner = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
            Matcher block = BLOCK.matcher(inner);
            if (OUTSIDE.containsKey(inner)) {
                tower.put(OUTSIDE.get(inner), flat(OUTSIDE.get(inner), tensor));
            } else if (block.matches()) {
                UnaryOperator<String> sibling =
                        part -> name.substring(0, name.length() - block.group(2).length()) + part;
                inBlock("blocks." + block.group(1) + ".", block.group(2), tensor, named, sibling, tower, file);
            } else {
                left.add(name);
            }
        });
        return new VisionTower(
                tower,
                Optional.of(style),
                Optional.of("the image encoder" + (prefix.isEmpty() ? "" : " " + PrintableName.of(prefix)) + " is read"
                        + (left.isEmpty()
                                ? ""
                                : ", the other " + left.size() + " of " + named.size() + " tensors "
                                        + (left.size() == 1 ? "is not" : "are not"))));
    }

    private static void inBlock(
            String block,
            String rest,
            TensorSource tensor,
            Map<String, TensorSource> all,
            UnaryOperator<String> sibling,
            Map<String, TensorSource> tower,
            FileSlice file) {
        Matcher part = PART.matcher(rest);
        if (rest.equals("attn.in_proj_weight") || rest.equals("attn.in_proj_bias")) {
            tower.put(block + "attn.qkv." + rest.substring("attn.in_proj_".length()), tensor);
        } else if (!part.matches() || !(INSIDE.containsKey(part.group(1)) || QKV.contains(part.group(1)))) {
            tower.put(block + rest, tensor); // of a kind that whoever builds the model refuses
        } else if (INSIDE.containsKey(part.group(1))) {
            tower.put(block + INSIDE.get(part.group(1)) + "." + part.group(2), tensor);
        } else if (part.group(1).equals(QKV.get(0))) {
            List<String> names = QKV.stream()
                    .map(one -> sibling.apply(one + "." + part.group(2)))
                    .toList();
            tower.put(block + "attn.qkv." + part.group(2), JoinedTensor.of(names, all, file));
        } else if (!all.containsKey(sibling.apply(QKV.get(0) + "." + part.group(2)))) {
            throw new UserException(
                    file.file() + ": " + PrintableName.of(block + rest) + " stands there without its query");
        }
    }

    /** Tokens and positions have a first axis of 1 elsewhere. */
    private static TensorSource flat(String name, TensorSource tensor) {
        if (tensor instanceof UnreadTensor) {
            return tensor;
        }
        long[] shape = tensor.shape();
        if (name.equals("cls_token") && shape.length == 1) {
            return DerivedTensor.reshaped(tensor, 1, 1, shape[0]);
        }
        return name.equals("pos_embed") && shape.length == 2
                ? DerivedTensor.reshaped(tensor, 1, shape[0], shape[1])
                : tensor;
    }
}
