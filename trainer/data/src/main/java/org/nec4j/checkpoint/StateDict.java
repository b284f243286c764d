package org.nec4j.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nec4j.checkpoint.PickleValue.Dict;
import org.nec4j.codec.error.UserException;

/**
 * The named tensors inside what a training script saved around them.
 *
 * @param tensors by name, in the file's order
 * @param note    which of several models they are, in a sentence
 */
record StateDict(Map<String, TensorSource> tensors, Optional<String> note) {
    /** Where training scripts put the weights, in the order of preference. */
    private static final List<String> WRAPPERS =
            List.of("model", "state_dict", "model_state_dict", "module", "net", "network", "model_state", "weights");

    /** What holds tensors beside the weights: an optimizer's moments have their names. */
    private static final Pattern BESIDE = Pattern.compile("(?i).*(optim|sched|scaler|grad|exp_avg|rng).*");

    private static final int MAX_WRAPPING = 5;

    /**
     * Tensors under one name.
     *
     * @param path of the names that lead to it, from the outermost on
     */
    private record Group(List<String> path, Dict dict) {
        /** The path as a file's reader would write it. */
        String name() {
            return PrintableName.of(String.join(".", path));
        }

        boolean isModel() {
            return path.stream().noneMatch(part -> BESIDE.matcher(part).matches())
                    && NamePrefixes.isModel(StateDict.tensors(dict).keySet());
        }
    }

    /** The tensors by name, in the file's order; throws {@link UserException} where there are none or it is unclear which. */
    static StateDict find(Object saved, FileSlice file) {
        Dict root = root(saved);
        List<Group> groups = new ArrayList<>();
        collect(new Group(List.of(), root), groups, Collections.newSetFromMap(new IdentityHashMap<>()));
        List<Group> models = groups.stream().filter(Group::isModel).toList();
        Group chosen = preferred(new Group(List.of(), root), 0)
                .or(() ->
                        models.stream().filter(group -> group.path().isEmpty()).findFirst())
                .or(() -> only(models, file))
                .or(() ->
                        groups.stream().filter(group -> group.path().isEmpty()).findFirst())
                .or(() -> only(groups, file))
                .orElseThrow(() -> nothing(saved, root, file));
        String others = models.stream()
                .filter(group -> group.dict() != chosen.dict())
                .map(Group::name)
                .collect(Collectors.joining(", "));
        return new StateDict(
                tensors(chosen.dict()),
                others.isEmpty()
                        ? Optional.empty()
                        : Optional.of("of several models " + (chosen.path().isEmpty() ? "the outermost" : chosen.name())
                                + " is read, and " + others + " is not"));
    }

    /** What was saved as a dict, whose keys are numbers where it is a list. */
    private static Dict root(Object saved) {
        if (saved instanceof Dict dict) {
            return dict;
        }
        Dict root = Dict.plain();
        List<?> items = saved instanceof Tuple tuple ? tuple.items() : saved instanceof List<?> list ? list : List.of();
        for (int i = 0; i < items.size(); i++) {
            root.put(String.valueOf(i), items.get(i));
        }
        return root;
    }

    /** Behind names that training scripts use, the first of them. */
    private static Optional<Group> preferred(Group group, int depth) {
        for (String wrapper : WRAPPERS) {
            if (depth < MAX_WRAPPING
                    && group.dict().entries().get(wrapper) instanceof Dict inner
                    && !inner.isModule()
                    && inner != group.dict()) {
                Group behind = inside(group, wrapper, inner);
                Optional<Group> found = preferred(behind, depth + 1)
                        .or(() -> tensors(inner).isEmpty() ? Optional.empty() : Optional.of(behind));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Group inside(Group group, String name, Dict dict) {
        return new Group(Stream.concat(group.path().stream(), Stream.of(name)).toList(), dict);
    }

    /** Every dict that holds tensors, at most so deep, each once. */
    private static void collect(Group group, List<Group> groups, Set<Object> seen) {
        if (!seen.add(group.dict()) || group.dict().isModule()) {
            return;
        }
        if (!tensors(group.dict()).isEmpty()) {
            groups.add(group);
        }
        if (group.path().size() < MAX_WRAPPING) {
            group.dict().entries().forEach((name, value) -> {
                if (value instanceof Dict inner) {
                    collect(inside(group, name, inner), groups, seen);
                }
            });
        }
    }

    private static Map<String, TensorSource> tensors(Dict dict) {
        Map<String, TensorSource> tensors = new LinkedHashMap<>();
        dict.entries().forEach((name, value) -> {
            if (value instanceof TensorSource tensor) {
                tensors.put(name, tensor);
            }
        });
        return tensors;
    }

    /** The one group of several, whatever its name. */
    private static Optional<Group> only(List<Group> groups, FileSlice file) {
        if (groups.size() > 1) {
            String key = groups.get(0).path().stream()
                    .map(part -> "['" + PrintableName.of(part) + "']")
                    .collect(Collectors.joining());
            throw new UserException(file.file() + ": holds several groups of tensors ("
                    + PrintableName.of(groups.stream().map(Group::name).collect(Collectors.joining(", ")))
                    + "); save the one you mean alone, with torch.save(checkpoint" + key + ", ...)");
        }
        return groups.stream().findFirst();
    }

    private static UserException nothing(Object saved, Dict root, FileSlice file) {
        Optional<String> module = Stream.concat(Stream.of(root), root.entries().values().stream())
                .filter(value -> value instanceof Dict dict && dict.isModule())
                .map(value -> ((Dict) value).of().orElseThrow())
                .findFirst();
        if (module.isPresent()) {
            return new UserException(
                    file.file() + ": is a whole pickled model of the class " + PrintableName.of(module.get())
                            + ", which only its own code can open; load it in PyTorch and save model.state_dict() with torch.save");
        }
        List<String> keys = root.entries().keySet().stream().limit(12).toList();
        return new UserException(file.file() + ": holds no tensors by name"
                + (saved instanceof Dict
                        ? ", its keys are " + (keys.isEmpty() ? "none" : PrintableName.of(String.join(", ", keys)))
                        : "")
                + "; save the model's state_dict() with torch.save");
    }
}
