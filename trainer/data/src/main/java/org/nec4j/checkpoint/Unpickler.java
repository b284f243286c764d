package org.nec4j.checkpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nec4j.checkpoint.PickleValue.Callable;
import org.nec4j.checkpoint.PickleValue.Dict;
import org.nec4j.checkpoint.PickleValue.Inert;
import org.nec4j.checkpoint.PickleValue.None;
import org.nec4j.checkpoint.PickleValue.TensorForm;

/**
 * Reads one pickle (protocols 0 to 5, PEP 3154 and PEP 574 without out-of-band buffers) and can build nothing but the kinds of
 * {@link PickleValue}: names resolve through {@link TorchGlobals} alone, so a file cannot run code. Classes that are not known there
 * become objects that do nothing.
 */
final class Unpickler {
    /** Modelled bytes an opcode: a box or a container's header, its slot and its place in the memo. */
    private static final int OPCODE_COST = 64;
    /** Resolves what the file refers to by persistent id: its storages. */
    @FunctionalInterface
    interface References {
        /** Throws {@link IllegalArgumentException} with the reason where the id cannot be right. */
        Object resolve(Tuple id);
    }

    private final PickleInput in;
    private final PickleNumbers numbers;
    private final References references;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Long, Object> memo = new HashMap<>();

    private Unpickler(PickleInput in, References references) {
        this.in = in;
        this.numbers = new PickleNumbers(in);
        this.references = references;
    }

    /** Reads up to and including the STOP opcode; throws {@link org.nec4j.codec.error.UserException} for whatever else is there. */
    static Object read(PickleInput in, References references) {
        return new Unpickler(in, references).load();
    }

    private Object load() {
        for (int opcode = in.u8(); opcode != '.'; opcode = in.u8()) {
            in.charge(OPCODE_COST);
            if (!scalar(opcode) && !container(opcode) && !object(opcode)) {
                throw in.damaged(String.format(Locale.ROOT, "there is no pickle opcode 0x%02x", opcode));
            }
        }
        return pop();
    }

    private boolean scalar(int opcode) {
        switch (opcode) {
            case 'N' -> push(None.NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'I' -> push(numbers.integerLine());
            case 'L' -> push(numbers.longLine());
            case 'J' -> push((long) in.i32());
            case 'K' -> push((long) in.u8());
            case 'M' -> push((long) in.u16());
            case 0x8a -> push(numbers.integer(in.u8()));
            case 0x8b -> push(numbers.integer(in.i32()));
            case 'F' -> push(numbers.floatLine());
            case 'G' -> push(in.f64());
            case 'S' -> push(numbers.quotedLine());
            case 'V' -> push(in.line());
            case 'T' -> push(in.text(in.i32()));
            case 'U', 0x8c -> push(in.text(in.u8()));
            case 'X' -> push(in.text(Integer.toUnsignedLong(in.i32())));
            case 0x8d -> push(in.text(in.i64()));
            case 'B' -> push(in.bytes(Integer.toUnsignedLong(in.i32())));
            case 'C' -> push(in.bytes(in.u8()));
            case 0x8e, 0x96 -> push(in.bytes(in.i64()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int opcode) {
        switch (opcode) {
            case '(' -> marks.add(stack.size());
            case '0' -> {
                if (stack.size() > base()) {
                    pop();
                } else {
                    popMark();
                }
            }
            case '1' -> popMark();
            case '2' -> push(top());
            case ')' -> push(new Tuple(List.of()));
            case 't' -> push(new Tuple(popMark()));
            case 0x85, 0x86, 0x87 -> push(new Tuple(popLast(opcode - 0x84)));
            case ']', 0x8f -> push(new ArrayList<>());
            case 'l', 0x91 -> push(new ArrayList<>(popMark()));
            case 'a' -> addAll(popLast(1));
            case 'e', 0x90 -> addAll(popMark());
            case '}' -> push(Dict.plain());
            case 'd' -> {
                List<Object> items = popMark();
                push(Dict.plain());
                putAll(items);
            }
            case 's' -> putAll(popLast(2));
            case 'u' -> putAll(popMark());
            case 'p' -> memo.put(numbers.index(), top());
            case 'q' -> memo.put((long) in.u8(), top());
            case 'r' -> memo.put(Integer.toUnsignedLong(in.i32()), top());
            case 0x94 -> memo.put((long) memo.size(), top());
            case 'g' -> push(remembered(numbers.index()));
            case 'h' -> push(remembered(in.u8()));
            case 'j' -> push(remembered(Integer.toUnsignedLong(in.i32())));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean object(int opcode) {
        switch (opcode) {
            case 0x80 -> {
                int protocol = in.u8();
                if (protocol > 5) {
                    throw in.damaged("pickle protocol " + protocol + " does not exist");
                }
            }
            case 0x95 -> {
                // Frames only tell a reader how far it may read ahead.
                in.i64();
            }
            case 'c' -> push(global(in.line(), in.line()));
            case 0x93 -> {
                List<Object> names = popLast(2);
                if (!(names.get(0) instanceof String module) || !(names.get(1) instanceof String name)) {
                    throw in.damaged("a global is named by something that is no text");
                }
                push(global(module, name));
            }
            case 'R', 0x81 -> {
                List<Object> call = popLast(2);
                push(call(call.get(0), call.get(1)));
            }
            case 0x92 -> {
                List<Object> call = popLast(3);
                if (!(call.get(0) instanceof Inert)
                        && !(call.get(0) instanceof TensorForm)
                        && (!(call.get(2) instanceof Dict keywords)
                                || !keywords.entries().isEmpty())) {
                    throw in.refused("an object is built with keyword arguments, which is not supported");
                }
                push(call(call.get(0), call.get(1)));
            }
            case 'i' -> {
                Object callee = global(in.line(), in.line());
                push(call(callee, new Tuple(popMark())));
            }
            case 'o' -> {
                List<Object> items = popMark();
                if (items.isEmpty()) {
                    throw in.damaged("an object has no class");
                }
                push(call(items.get(0), new Tuple(items.subList(1, items.size()))));
            }
            case 'b' -> build(pop());
            case 'Q' -> push(reference(pop()));
            case 'P' -> throw in.refused("a storage is named in a way that PyTorch never writes");
            case 0x82, 0x83, 0x84, 0x97, 0x98 ->
                throw in.refused(String.format(
                        Locale.ROOT,
                        "the pickle opcode 0x%02x needs an extension registry or buffers outside the file",
                        opcode));
            default -> {
                return false;
            }
        }
        return true;
    }

    private Object global(String module, String name) {
        return TorchGlobals.find(module, name).orElseGet(() -> {
            TorchGlobals.refusal(module, name).ifPresent(why -> {
                throw in.refused(why);
            });
            in.passOver(module + "." + name);
            return TorchGlobals.makesTensors(module, name)
                    ? new TensorForm(module + "." + name)
                    : new Inert(module + "." + name);
        });
    }

    private Object call(Object callee, Object arguments) {
        if (callee instanceof TensorForm form) {
            return UnreadTensor.ofKind(form.name());
        }
        if (callee instanceof Inert inert) {
            return Dict.object(TorchGlobals.made(inert, arguments));
        }
        if (callee instanceof Dict object && object.of().isPresent()) {
            return Dict.object(object.of().get());
        }
        if (!(callee instanceof Callable callable) || !(arguments instanceof Tuple tuple)) {
            throw in.damaged("something is called that is no function");
        }
        in.charge((long) OPCODE_COST * tuple.size());
        try {
            return callable.body().call(tuple, in);
        } catch (IllegalArgumentException e) {
            throw in.damaged(callable.name() + ": " + e.getMessage());
        }
    }

    private Object reference(Object id) {
        if (!(id instanceof Tuple tuple)) {
            throw in.damaged("a storage is named by something that is no tuple");
        }
        try {
            return references.resolve(tuple);
        } catch (IllegalArgumentException e) {
            throw in.damaged(e.getMessage());
        }
    }

    /** An OrderedDict's state is its metadata and a tensor's its attributes: only an object's state is its content. */
    private void build(Object state) {
        Object built = top();
        if (built instanceof Dict dict) {
            // Classes with slots have two parts of state.
            List<Object> parts = state instanceof Tuple tuple ? tuple.items() : List.of(state);
            for (Object part : parts) {
                if (dict.of().isPresent() && part instanceof Dict attributes && attributes != dict) {
                    in.charge((long) OPCODE_COST * attributes.entries().size());
                    dict.entries().putAll(attributes.entries());
                }
            }
        } else if (!(built instanceof TensorSource) && !(built instanceof Inert) && !(built instanceof TensorForm)) {
            throw in.damaged("a state is given to something that has none");
        }
    }

    private void push(Object value) {
        stack.add(value);
    }

    private int base() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    private Object top() {
        if (stack.size() <= base()) {
            throw in.damaged("the pickle takes a value where there is none");
        }
        return stack.get(stack.size() - 1);
    }

    private Object pop() {
        Object top = top();
        stack.remove(stack.size() - 1);
        return top;
    }

    private List<Object> popMark() {
        if (marks.isEmpty()) {
            throw in.damaged("the pickle takes a mark where there is none");
        }
        int from = marks.remove(marks.size() - 1);
        return cut(from);
    }

    private List<Object> popLast(int count) {
        if (stack.size() - count < base()) {
            throw in.damaged("the pickle takes a value where there is none");
        }
        return cut(stack.size() - count);
    }

    private List<Object> cut(int from) {
        List<Object> tail = stack.subList(from, stack.size());
        List<Object> values = new ArrayList<>(tail);
        tail.clear();
        return values;
    }

    @SuppressWarnings("unchecked")
    private void addAll(List<Object> items) {
        if (top() instanceof ArrayList<?> list) {
            ((List<Object>) list).addAll(items);
        } else if (!(top() instanceof Dict object) || object.of().isEmpty()) {
            throw in.damaged("an item is added to something that is no list");
        }
    }

    private void putAll(List<Object> pairs) {
        if (!(top() instanceof Dict dict) || pairs.size() % 2 != 0) {
            throw in.damaged("an entry is added to something that is no dictionary");
        }
        in.charge((long) OPCODE_COST * pairs.size());
        for (int i = 0; i < pairs.size(); i += 2) {
            dict.put(pairs.get(i), pairs.get(i + 1));
        }
    }

    private Object remembered(long index) {
        return Optional.ofNullable(memo.get(index))
                .orElseThrow(() -> in.damaged("the pickle refers to value " + index + " that it never stored"));
    }
}
