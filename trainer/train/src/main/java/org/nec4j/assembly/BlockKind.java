package org.nec4j.assembly;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.nec4j.checkpoint.Checkpoint;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Printable;

/** What blocks a checkpoint has; those that are not ViT's are refused by the name of what they have instead. */
final class BlockKind {
    private static final Pattern BLOCK =
            Pattern.compile("(?:decoder_)?blocks\\.\\d+\\.(.+?)(?:\\.[uv])?\\.(?:weight|bias)");
    private static final Pattern IN_BLOCK =
            Pattern.compile("(?:decoder_)?blocks\\.\\d+\\.(.+)|encoder\\.layer\\.\\d+\\.(.+)");
    private static final Set<String> PARTS = Set.of("norm1", "norm2", "attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2");

    /** By what shows in a name, in the order of looking. */
    private static final Map<Pattern, String> OTHERS = others();

    private BlockKind() {}

    private static Map<Pattern, String> others() {
        Map<Pattern, String> kinds = new LinkedHashMap<>();
        kinds.put(Pattern.compile("relative_position|rel_pos"), "attention with relative positions (BEiT, Swin, SAM)");
        kinds.put(Pattern.compile("\\brope|rotary|freqs"), "rotary positions (EVA, DINOv3)");
        kinds.put(Pattern.compile("attn\\.(q|k)_?norm|attention\\.(q|k)_norm"), "normed queries and keys");
        kinds.put(
                Pattern.compile("mlp\\.(w12|w1|w2|w3|fc1_g|fc1_x|weights_in|weights_out|gate_proj)\\b"),
                "gated perceptrons (SwiGLU)");
        kinds.put(
                Pattern.compile("^(layers|stages|features)\\.\\d+\\."),
                "stages of several resolutions (Swin, ConvNeXt)");
        kinds.put(Pattern.compile("gamma|lambda"), "layer scale of another shape than its products");
        return kinds;
    }

    /** Throws {@link UserException} where the file has blocks of another kind, or none. */
    static void require(Checkpoint checkpoint) {
        for (String name : Stream.concat(checkpoint.names().stream(), checkpoint.unread().stream())
                .toList()) {
            boolean strange = IN_BLOCK.matcher(name).matches() && !isPart(name);
            Optional<String> kind = kind(name);
            if (strange || kind.isPresent() && !name.contains("head")) {
                throw new UserException(
                        checkpoint.path() + ": tensor " + Printable.of(name)
                                + " shows blocks of a kind that is not known, "
                                + kind.orElse(
                                        "with parts beside norm1, attn.qkv, attn.proj, norm2, mlp.fc1, mlp.fc2 and layer scale")
                                + "; choose a plain ViT: MAE, DeiT, DINOv2 up to ViT-L, CLIP, SigLIP, or one of timm's vit models");
            }
        }
        if (checkpoint.names().stream().noneMatch(name -> BLOCK.matcher(name).matches())) {
            List<String> some = checkpoint.names().stream().limit(3).toList();
            throw new UserException(
                    checkpoint.path() + ": holds no blocks of a vision transformer, its tensors are called "
                            + Printable.of(String.join(", ", some))
                            + (checkpoint.names().size() > 3 ? " ..." : "")
                            + "; choose a ViT under the names of timm, facebookresearch, Hugging Face or open_clip");
        }
    }

    private static boolean isPart(String name) {
        Matcher block = BLOCK.matcher(name);
        return block.matches() && PARTS.contains(block.group(1));
    }

    private static Optional<String> kind(String name) {
        return OTHERS.entrySet().stream()
                .filter(kind -> kind.getKey().matcher(name).find())
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
