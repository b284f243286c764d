package org.nec4j.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.checkpoint.PickleValue.Callable;
import org.nec4j.checkpoint.PickleValue.Dict;
import org.nec4j.checkpoint.PickleValue.ElementType;
import org.nec4j.checkpoint.PickleValue.Plain;
import org.nec4j.checkpoint.PickleValue.StorageClass;
import org.nec4j.codec.tensor.DType;

/** The short list of names that a checkpoint may mention, and what each of them becomes. Everything else is refused. */
final class TorchGlobals {
    private static final Map<String, PickleValue> KNOWN = known();

    private TorchGlobals() {}

    static Optional<PickleValue> find(String module, String name) {
        return Optional.ofNullable(KNOWN.get(module.replace("__builtin__", "builtins") + "." + name));
    }

    /** Why a name is refused, to follow "at byte N". */
    static String refusal(String module, String name) {
        String full = Printable.of(module + "." + name);
        if (full.startsWith("torch") && full.endsWith("Storage")) {
            return unsupported(full);
        }
        return "it asks for " + full
                + ", and only tensors and plain values are read; in PyTorch, save the state dict alone";
    }

    /** Why an element type is refused, to follow "at byte N". */
    static String unsupported(String type) {
        return "it stores tensors as " + type
                + ", which is not supported; convert them to a real floating-point or integer type and save again";
    }

    private static Map<String, PickleValue> known() {
        Map<String, PickleValue> known = new HashMap<>();
        addStorageClasses(known);
        addElementTypes(known);
        addContainers(known);
        addRebuilders(known);
        return Map.copyOf(known);
    }

    private static void addStorageClasses(Map<String, PickleValue> known) {
        Map<String, DType> classes = Map.of(
                "DoubleStorage", DType.F64,
                "FloatStorage", DType.F32,
                "HalfStorage", DType.F16,
                "BFloat16Storage", DType.BF16,
                "LongStorage", DType.I64,
                "IntStorage", DType.I32,
                "ShortStorage", DType.I16,
                "CharStorage", DType.I8,
                "ByteStorage", DType.U8,
                "BoolStorage", DType.BOOL);
        classes.forEach((name, dtype) -> {
            for (String module : List.of("torch.", "torch.cuda.")) {
                known.put(module + name, new StorageClass(module + name, Optional.of(dtype)));
            }
        });
        known.put("torch.storage.UntypedStorage", new StorageClass("torch.UntypedStorage", Optional.empty()));
    }

    private static void addElementTypes(Map<String, PickleValue> known) {
        Map<String, DType> supported = Map.of(
                "float64", DType.F64,
                "float32", DType.F32,
                "float16", DType.F16,
                "bfloat16", DType.BF16,
                "int64", DType.I64,
                "int32", DType.I32,
                "int16", DType.I16,
                "int8", DType.I8,
                "uint8", DType.U8,
                "bool", DType.BOOL);
        supported.forEach(
                (name, dtype) -> known.put("torch." + name, new ElementType("torch." + name, Optional.of(dtype))));
        for (String name : List.of(
                "complex32", "complex64", "complex128", "uint16", "uint32", "uint64", "float8_e4m3fn", "float8_e5m2")) {
            known.put("torch." + name, new ElementType("torch." + name, Optional.empty()));
        }
    }

    private static void addContainers(Map<String, PickleValue> known) {
        add(known, "collections.OrderedDict", TorchGlobals::dict);
        add(known, "argparse.Namespace", (arguments, in) -> new Dict(true));
        for (String name : List.of("builtins.set", "builtins.frozenset", "builtins.list")) {
            add(known, name, (arguments, in) -> new ArrayList<>(items(arguments, in)));
        }
        for (String name : List.of("builtins.tuple", "torch.Size")) {
            add(known, name, (arguments, in) -> new Tuple(items(arguments, in)));
        }
        for (String name : List.of("builtins.bytes", "builtins.bytearray", "_codecs.encode")) {
            add(known, name, TorchGlobals::latin1);
        }
        add(known, "torch.device", (arguments, in) -> new Plain("torch.device"));
        known.put("torch.Tensor", new Plain("torch.Tensor"));
        known.put("torch._tensor.Tensor", new Plain("torch.Tensor"));
        known.put("torch.nn.parameter.Parameter", new Plain("torch.nn.Parameter"));
    }

    private static void addRebuilders(Map<String, PickleValue> known) {
        add(known, "torch._utils._rebuild_tensor", (arguments, in) -> TorchRebuild.tensor(arguments));
        add(known, "torch._utils._rebuild_tensor_v2", (arguments, in) -> TorchRebuild.tensor(arguments));
        add(known, "torch._utils._rebuild_tensor_v3", TorchRebuild::typedTensor);
        add(known, "torch._utils._rebuild_parameter", (arguments, in) -> TorchRebuild.first(arguments));
        add(known, "torch._utils._rebuild_parameter_with_state", (arguments, in) -> TorchRebuild.first(arguments));
        add(known, "torch._tensor._rebuild_from_type_v2", TorchGlobals::rebuiltByType);
    }

    private static void add(Map<String, PickleValue> known, String name, Callable.Body body) {
        known.put(name, new Callable(name, body));
    }

    /** (function, class, arguments, state): a tensor with attributes of its own, which are dropped. */
    private static Object rebuiltByType(Tuple arguments, PickleInput in) {
        if (arguments.size() == 4
                && arguments.at(0) instanceof Callable function
                && function.name().startsWith("torch._utils.")
                && arguments.at(2) instanceof Tuple inner) {
            return function.body().call(inner, in);
        }
        throw new IllegalArgumentException("needs a rebuilding function, a class, its arguments and a state");
    }

    private static Dict dict(Tuple arguments, PickleInput in) {
        Dict dict = new Dict(false);
        if (arguments.size() > 0) {
            if (arguments.size() > 1 || !(arguments.at(0) instanceof List<?> pairs)) {
                throw new IllegalArgumentException("needs a list of pairs");
            }
            in.charge(64L * pairs.size());
            for (Object pair : pairs) {
                if (pair instanceof Tuple entry && entry.size() == 2) {
                    dict.put(entry.at(0), entry.at(1));
                } else if (pair instanceof List<?> entry && entry.size() == 2) {
                    dict.put(entry.get(0), entry.get(1));
                } else {
                    throw new IllegalArgumentException("needs a list of pairs");
                }
            }
        }
        return dict;
    }

    private static List<Object> items(Tuple arguments, PickleInput in) {
        if (arguments.size() == 0) {
            return List.of();
        }
        List<?> items = arguments.at(0) instanceof Tuple tuple
                ? tuple.items()
                : arguments.at(0) instanceof List<?> list ? list : List.of(arguments.at(0));
        if (arguments.size() > 1 || items.size() == 1 && items.get(0) == arguments.at(0)) {
            throw new IllegalArgumentException("needs one list");
        }
        in.charge(8L * items.size());
        return new ArrayList<>(items);
    }

    /** Protocol 2 writes bytes as the Latin-1 text of the same values. */
    private static byte[] latin1(Tuple arguments, PickleInput in) {
        if (arguments.size() == 0) {
            return new byte[0];
        }
        if (arguments.at(0) instanceof String text) {
            in.charge(text.length());
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        throw new IllegalArgumentException("needs a text");
    }
}
