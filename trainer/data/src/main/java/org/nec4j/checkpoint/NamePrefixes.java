package org.nec4j.checkpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What training programs put around a model's names: {@code module.} of DataParallel, {@code model.} of Lightning, {@code encoder.} and
 * {@code backbone.} of whoever builds on an encoder, in any order and depth, and the marks that torch.compile, FSDP and activation
 * checkpointing leave anywhere in a name. A prefix is one behind which names of a masked autoencoder or of a bottleneck stand, so that no
 * list of words is needed.
 *
 * @param tensors by their names without what was around them, in the file's order
 * @param note    what was taken off, in a sentence
 */
record NamePrefixes(Map<String, TensorSource> tensors, Optional<String> note) {
    /** DataParallel's, which is taken off whatever the model is. */
    private static final String PARALLEL = "module";

    /** They stand for the module they wrap. */
    private static final Pattern MARK =
            Pattern.compile("(?<=^|\\.)(_orig_mod|_fsdp_wrapped_module|_fpw_module|_checkpoint_wrapped_module)\\.");

    private static final String BLOCK = "\\d+\\.(norm[12]|(attn\\.(qkv|proj)|mlp\\.fc[12])(\\.[uv])?)\\.(weight|bias)";
    private static final Pattern FACEBOOK = Pattern.compile("cls_token|pos_embed|mask_token|decoder_pos_embed"
            + "|patch_embed\\.proj(\\.[uv])?\\.(weight|bias)|(decoder_)?blocks\\." + BLOCK
            + "|decoder_(embed|norm|pred)\\.(weight|bias)|(entropy_)?bottleneck\\..+|gaussian_conditional\\..+");
    private static final Pattern HUGGING_FACE = Pattern.compile("(vit\\.)?(embeddings\\.(cls_token|position_embeddings"
            + "|patch_embeddings\\.projection\\.(weight|bias))|encoder\\.layer\\.\\d+\\..+)"
            + "|decoder\\.(mask_token|decoder_(pos_embed|layers|embed|norm|pred).*)|(entropy_)?bottleneck\\..+");
    private static final Pattern HUGGING_FACE_LAYER =
            Pattern.compile("(.+\\.)?encoder\\.layer\\.\\d+\\.attention\\..+");

    private static final Pattern OF_A_MODEL =
            Pattern.compile("(^|\\.)(cls_token|class_embedding|pos_embed|positional_embedding"
                    + "|position_embeddings|patch_embed|(decoder_)?blocks\\.\\d+|(encoder\\.)?layers?\\.\\d+|resblocks\\.\\d+"
                    + "|(entropy_)?bottleneck|quantiles)(\\.|$)");

    /** A bottleneck alone, whose prefix is what names end in before this. */
    private static final Pattern LONE = Pattern.compile("(.+)\\.quantiles");

    /** A name of a program's attribute, which a block's number is not. */
    private static final Pattern WORDS = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");

    /**
     * Takes prefixes off. Tensors that would share a name are one where their numbers are equal. Where they are not, none of the models in
     * the file is chosen: their names stay, and the name that they would share is that of an {@link UnreadTensor}.
     */
    static NamePrefixes of(Map<String, TensorSource> named) {
        Map<String, String> unmarked = unmarked(named.keySet());
        Set<String> prefixes = prefixes(unmarked.values());
        Map<String, String> bare = bare(unmarked, prefixes);
        List<List<String>> twice = collisions(bare);
        Optional<List<String>> rival = twice.stream()
                .filter(names -> names.stream().anyMatch(name -> !same(named, names.get(0), name)))
                .findFirst();
        if (rival.isPresent()) {
            return rivals(named, unmarked, prefixes, bare, rival.get());
        }
        Map<String, TensorSource> tensors = new LinkedHashMap<>();
        named.forEach((name, tensor) -> tensors.putIfAbsent(bare.get(name), tensor));
        return new NamePrefixes(
                tensors,
                note(bare, prefixes)
                        .map(note -> twice.isEmpty()
                                ? note
                                : note + "; " + twice.size() + (twice.size() == 1 ? " stands" : " stand")
                                        + " there twice, with the same numbers"));
    }

    private static boolean same(Map<String, TensorSource> named, String one, String other) {
        return one.equals(other) || UnreadTensor.same(named.get(one), named.get(other));
    }

    private static NamePrefixes rivals(
            Map<String, TensorSource> named,
            Map<String, String> unmarked,
            Set<String> prefixes,
            Map<String, String> bare,
            List<String> pair) {
        Set<String> rivals = collisions(bare).stream()
                .filter(names -> names.stream().noneMatch(name -> bare.get(name).equals(unmarked.get(name))))
                .filter(names -> isKnown(bare.get(names.get(0))))
                .flatMap(names -> names.stream()
                        .map(unmarked::get)
                        .map(name -> name.substring(
                                0, name.length() - bare.get(names.get(0)).length() - 1)))
                .collect(Collectors.toSet());
        Set<String> taken = new LinkedHashSet<>(prefixes);
        taken.removeAll(rivals);
        Map<String, String> settled = bare(unmarked, taken);
        collisions(settled).forEach(names -> names.forEach(name -> settled.put(name, name)));
        Map<String, TensorSource> tensors = new LinkedHashMap<>();
        named.forEach((name, tensor) -> tensors.put(settled.get(name), tensor));
        List<List<String>> twice = collisions(bare);
        twice.forEach(names -> tensors.put(
                bare.get(names.get(0)),
                new UnreadTensor("stands there more than once, as " + PrintableName.of(names.get(0)) + " and as "
                        + PrintableName.of(names.get(1))
                        + ", and their numbers differ; save the state dict of the one you mean alone")));
        return new NamePrefixes(
                tensors,
                Optional.of((twice.size() == 1
                                ? "the name of a tensor stands"
                                : "names of " + twice.size() + " tensors stand")
                        + " there more than once, such as "
                        + PrintableName.of(pair.get(0)) + " and " + PrintableName.of(pair.get(1))
                        + ", whose numbers differ; none of them is chosen"));
    }

    private static Map<String, String> bare(Map<String, String> unmarked, Set<String> prefixes) {
        Map<String, String> bare = new LinkedHashMap<>();
        unmarked.forEach((name, inner) -> bare.put(name, without(prefixes, inner)));
        return bare;
    }

    /** Names that would share one. */
    private static List<List<String>> collisions(Map<String, String> bare) {
        Map<String, List<String>> sharing = new LinkedHashMap<>();
        bare.forEach((name, inner) ->
                sharing.computeIfAbsent(inner, s -> new ArrayList<>()).add(name));
        return sharing.values().stream().filter(names -> names.size() > 1).toList();
    }

    /** The tensors by their names without the marks of wrapped modules; as they are where two would share one. */
    static Map<String, TensorSource> withoutMarks(Map<String, TensorSource> named) {
        Map<String, TensorSource> plain = new LinkedHashMap<>();
        unmarked(named.keySet()).forEach((name, inner) -> plain.put(inner, named.get(name)));
        return plain.size() == named.size() ? plain : named;
    }

    /** Whether tensors of a masked autoencoder or of a bottleneck stand behind any prefix, by any of the known ways of naming them. */
    static boolean isModel(Set<String> names) {
        return names.stream().anyMatch(name -> OF_A_MODEL.matcher(name).find());
    }

    private static boolean isKnown(String name) {
        return FACEBOOK.matcher(name).matches() || HUGGING_FACE.matcher(name).matches();
    }

    private static Map<String, String> unmarked(Set<String> names) {
        Map<String, String> unmarked = new LinkedHashMap<>();
        names.forEach(name -> unmarked.put(name, MARK.matcher(name).replaceAll("")));
        return unmarked;
    }

    /** Behind which a model's names stand, the longest first. */
    private static Set<String> prefixes(Iterable<String> names) {
        List<String> all = new ArrayList<>();
        names.forEach(all::add);
        Pattern known =
                all.stream().anyMatch(name -> HUGGING_FACE_LAYER.matcher(name).matches()) ? HUGGING_FACE : FACEBOOK;
        Set<String> found = new LinkedHashSet<>();
        if (all.stream().allMatch(name -> name.startsWith(PARALLEL + "."))) {
            found.add(PARALLEL);
        }
        for (String name : all) {
            Matcher lone = LONE.matcher(name);
            if (lone.matches() && !lone.group(1).matches("(.+\\.)?(entropy_)?bottleneck")) {
                found.add(lone.group(1));
                continue;
            }
            for (int at = 0; at >= 0; at = name.indexOf('.', at) + 1) {
                if (known.matcher(name.substring(at)).matches()) {
                    if (at > 0) {
                        found.add(name.substring(0, at - 1));
                    }
                    break;
                }
                if (name.indexOf('.', at) < 0) {
                    break;
                }
            }
        }
        return found.stream()
                .filter(prefix -> WORDS.matcher(prefix).matches())
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(prefix -> prefix))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String without(Set<String> prefixes, String name) {
        return prefixes.stream()
                .filter(prefix -> name.startsWith(prefix + "."))
                .findFirst()
                .map(prefix -> name.substring(prefix.length() + 1))
                .orElse(name);
    }

    private static Optional<String> note(Map<String, String> bare, Set<String> prefixes) {
        Set<String> taken = new LinkedHashSet<>();
        long changed = bare.entrySet().stream()
                .filter(name -> !name.getKey().equals(name.getValue()))
                .peek(name -> {
                    MARK.matcher(name.getKey()).results().forEach(mark -> taken.add(mark.group(1)));
                    String inner = MARK.matcher(name.getKey()).replaceAll("");
                    prefixes.stream()
                            .filter(prefix -> inner.startsWith(prefix + "."))
                            .findFirst()
                            .ifPresent(taken::add);
                })
                .count();
        return changed == 0
                ? Optional.empty()
                : Optional.of((bare.size() == 1
                                ? "the name of the only tensor is"
                                : "names of " + changed + " of " + bare.size() + " tensors are")
                        + " read without the prefix "
                        + PrintableName.of(String.join(", ", taken)));
    }
}
