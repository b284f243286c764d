package org.nec4j.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nec4j.checkpoint.PickleValue.Callable;
import org.nec4j.checkpoint.PickleValue.Dict;
import org.nec4j.checkpoint.PickleValue.ElementType;
import org.nec4j.checkpoint.PickleValue.Inert;
import org.nec4j.checkpoint.PickleValue.Plain;
import org.nec4j.checkpoint.PickleValue.StorageClass;
import org.nec4j.checkpoint.PickleValue.TensorForm;
import org.nec4j.codec.tensor.DType;

/**
 * The short list of names of which a checkpoint's values are made. Other names are refused where they run programs or hold numbers, and
 * passed over elsewhere.
 */
final class TorchGlobals {
    private static final Map<String, PickleValue> KNOWN = known();

    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.<>]*");

    /** Packages whose functions make a pickle a program. */
    private static final Set<String> EXECUTORS = Set.of(
            "os",
            "posix",
            "nt",
            "subprocess",
            "sys",
            "runpy",
            "importlib",
            "imp",
            "pty",
            "socket",
            "shutil",
            "ctypes",
            "webbrowser",
            "marshal",
            "asyncio",
            "multiprocessing",
            "pip",
            "urllib",
            "http",
            "requests",
            "pickle",
            "_pickle",
            "dill",
            "cloudpickle");

    /** Modules of the kind whose names people give to packages of their own, in which they are harmless: {@code code.models}. */
    private static final Set<String> EXECUTING_MODULES =
            Set.of("code", "codeop", "commands", "pdb", "bdb", "timeit", "profile", "cProfile", "trace", "platform");

    private static final Set<String> RUNNERS = Set.of(
            "eval", "exec", "execfile", "compile", "open", "input", "breakpoint", "__import__", "apply", "globals");

    /** What makes tensors in forms that are not read: shards, quantized and sparse ones, those of other devices. */
    private static final Pattern HOLDS_NUMBERS = Pattern.compile("^torch(\\._utils\\._|\\._tensor\\._|\\.storage\\."
            + "|\\.distributed\\.(_?tensor|_shard|_sharded|fsdp)|\\._weights_only|\\.sparse\\.|\\.nested\\."
            + "|\\.nn\\.parameter\\.(Buffer|Uninit))|\\._rebuild_");

    /** Element types beside those that are read: narrow, quantized, complex and unsigned ones. */
    private static final Pattern OTHER_TYPE =
            Pattern.compile("torch\\.(q?u?int|float|c?complex|bits|bfloat)\\d[\\w]*|torch\\.c(half|float|double)");

    /** Storages beside those that are read, and the bytes of an element of each. */
    private static final Pattern OTHER_STORAGE = Pattern.compile("torch\\.(?:cuda\\.)?(\\w+)Storage");

    private static final Map<String, Integer> OTHER_BYTES = Map.of(
            "ComplexFloat",
            8,
            "ComplexDouble",
            16,
            "ComplexHalf",
            4,
            "QInt8",
            1,
            "QUInt8",
            1,
            "QInt32",
            4,
            "QUInt4x2",
            1,
            "QUInt2x4",
            1);

    private TorchGlobals() {}

    static Optional<PickleValue> find(String module, String name) {
        String full = module.replace("__builtin__", "builtins") + "." + name;
        Matcher storage = OTHER_STORAGE.matcher(full);
        if (KNOWN.containsKey(full)) {
            return Optional.of(KNOWN.get(full));
        }
        if (storage.matches() && OTHER_BYTES.containsKey(storage.group(1))) {
            return Optional.of(new StorageClass(full, Optional.empty(), OTHER_BYTES.get(storage.group(1))));
        }
        return OTHER_TYPE.matcher(full).matches()
                ? Optional.of(new ElementType(full, Optional.empty()))
                : Optional.empty();
    }

    /** Why a name is refused, to follow "at byte N"; nothing where it may be passed over. */
    static Optional<String> refusal(String module, String name) {
        String full = PrintableName.of(module + "." + name);
        if (full.startsWith("torch") && full.endsWith("Storage")) {
            return Optional.of("it stores tensors as " + full
                    + ", which is not supported; convert them to a real floating-point or integer type and save again");
        }
        if (!NAME.matcher(module + "." + name).matches()
                || EXECUTORS.contains(module.replaceFirst("\\..*", ""))
                || EXECUTING_MODULES.contains(module)
                || module.matches("builtins|__builtin__") && RUNNERS.contains(name)) {
            return Optional.of("it asks for " + full
                    + ", which no checkpoint needs and a malicious one would run; nothing of it is read");
        }
        return Optional.empty();
    }

    /** Whether what a name stands for makes tensors in a form that is not read: a tensor must not be missing without a reason. */
    static boolean makesTensors(String module, String name) {
        return HOLDS_NUMBERS.matcher(module + "." + name).find();
    }

    /** The class of what an unknown function makes, as far as its arguments tell. */
    static String made(Inert function, Object arguments) {
        return function.name().matches("copy_?reg\\..*")
                        && arguments instanceof Tuple tuple
                        && tuple.size() > 0
                        && tuple.at(0) instanceof Inert type
                ? type.name()
                : function.name();
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
                known.put(module + name, new StorageClass(module + name, Optional.of(dtype), dtype.bytes()));
            }
        });
        known.put("torch.storage.UntypedStorage", StorageClass.UNTYPED);
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
    }

    private static void addContainers(Map<String, PickleValue> known) {
        for (String name : List.of("collections.OrderedDict", "collections.Counter", "builtins.dict")) {
            add(known, name, TorchGlobals::dict);
        }
        add(known, "collections.defaultdict", (arguments, in) -> Dict.plain());
        add(known, "argparse.Namespace", (arguments, in) -> Dict.object("argparse.Namespace"));
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
        add(known, "torch._utils._rebuild_tensor_v3", (arguments, in) -> TorchRebuild.typedTensor(arguments));
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
        if (arguments.size() == 4 && arguments.at(0) instanceof TensorForm form) {
            return UnreadTensor.ofKind(form.name());
        }
        throw new IllegalArgumentException("needs a rebuilding function, a class, its arguments and a state");
    }

    private static Dict dict(Tuple arguments, PickleInput in) {
        Dict dict = Dict.plain();
        if (arguments.size() == 1 && arguments.at(0) instanceof Dict entries) {
            in.charge(64L * entries.entries().size());
            dict.entries().putAll(entries.entries());
        } else if (arguments.size() > 0) {
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
        if (arguments.at(0) instanceof byte[] bytes) {
            return bytes;
        }
        if (arguments.at(0) instanceof String text) {
            in.charge(text.length());
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        throw new IllegalArgumentException("needs a text");
    }
}
