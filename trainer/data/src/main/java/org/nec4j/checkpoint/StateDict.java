package org.nec4j.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.nec4j.checkpoint.PickleValue.Dict;
import org.nec4j.codec.error.UserException;

/** Finds the named tensors inside what a training script saved around them. */
final class StateDict {
    /** Where training scripts put the weights, in the order of preference. */
    private static final List<String> WRAPPERS =
            List.of("model", "state_dict", "model_state_dict", "module", "net", "network");

    private static final int MAX_WRAPPING = 4;

    private StateDict() {}

    /** The tensors by name, in the file's order; throws {@link UserException} where there are none or it is unclear which. */
    static Map<String, TensorSource> find(Object saved, FileSlice file) {
        if (!(saved instanceof Dict root)) {
            throw new UserException(
                    file.file() + ": holds no tensors by name; save the model's state_dict() with torch.save");
        }
        return find(root, file, 0);
    }

    private static Map<String, TensorSource> find(Dict dict, FileSlice file, int depth) {
        for (String wrapper : WRAPPERS) {
            if (dict.entries().get(wrapper) instanceof Dict inner
                    && depth < MAX_WRAPPING
                    && leadsToTensors(inner, depth + 1)) {
                return find(inner, file, depth + 1);
            }
        }
        Map<String, TensorSource> tensors = tensors(dict);
        if (!tensors.isEmpty()) {
            return tensors;
        }
        Stream.concat(Stream.of(dict), dict.entries().values().stream()).forEach(value -> refuseModule(value, file));
        return only(dict, file).map(inner -> find(inner, file, depth + 1)).orElseThrow(() -> nothing(dict, file));
    }

    private static void refuseModule(Object value, FileSlice file) {
        if (value instanceof Dict object && object.isModule()) {
            throw new UserException(
                    file.file() + ": is a whole pickled model of the class "
                            + PrintableName.of(object.of().orElseThrow())
                            + ", which only its own code can open; load it in PyTorch and save model.state_dict() with torch.save");
        }
    }

    private static boolean leadsToTensors(Dict dict, int depth) {
        return !tensors(dict).isEmpty()
                || depth < MAX_WRAPPING
                        && WRAPPERS.stream()
                                .anyMatch(name -> dict.entries().get(name) instanceof Dict inner
                                        && leadsToTensors(inner, depth + 1));
    }

    private static Map<String, TensorSource> tensors(Dict dict) {
        Map<String, TensorSource> tensors = new LinkedHashMap<>();
        dict.entries().forEach((name, value) -> {
            if (value instanceof TorchTensor tensor) {
                tensors.put(name, tensor);
            }
        });
        return tensors;
    }

    /** The one entry that holds tensors, whatever its name. */
    private static Optional<Dict> only(Dict dict, FileSlice file) {
        List<String> names = new ArrayList<>();
        List<Dict> candidates = new ArrayList<>();
        dict.entries().forEach((name, value) -> {
            if (value instanceof Dict inner && !tensors(inner).isEmpty()) {
                names.add(name);
                candidates.add(inner);
            }
        });
        if (candidates.size() > 1) {
            throw new UserException(
                    file.file() + ": holds several groups of tensors (" + PrintableName.of(String.join(", ", names))
                            + "); save the one you mean alone, with torch.save(checkpoint['"
                            + PrintableName.of(names.get(0)) + "'], ...)");
        }
        return candidates.stream().findFirst();
    }

    private static UserException nothing(Dict dict, FileSlice file) {
        List<String> keys = dict.entries().keySet().stream().limit(12).toList();
        return new UserException(file.file() + ": holds no tensors by name, its keys are "
                + (keys.isEmpty() ? "none" : PrintableName.of(String.join(", ", keys)))
                + "; save the model's state_dict() with torch.save");
    }
}
