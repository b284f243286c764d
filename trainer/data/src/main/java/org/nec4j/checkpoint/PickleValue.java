package org.nec4j.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.tensor.DType;

/**
 * What a pickle of plain values and tensors can hold beside {@code String}, {@code Long}, {@code BigInteger}, {@code Double},
 * {@code Boolean}, {@code byte[]}, {@code List} (lists and sets), {@link Tuple} and {@link TorchTensor}.
 */
interface PickleValue {

    /** Python's {@code None}. */
    enum None implements PickleValue {
        NONE
    }

    /** A dict or its like, or an object of any class, which is no more than its attributes; only text keys are ever looked up. */
    final class Dict implements PickleValue {
        private final Map<String, Object> entries = new LinkedHashMap<>();
        private final Optional<String> of;

        private Dict(Optional<String> of) {
            this.of = of;
        }

        /** An empty dict. */
        static Dict plain() {
            return new Dict(Optional.empty());
        }

        /** An object of the class of that name, which is not known here and does nothing. */
        static Dict object(String name) {
            return new Dict(Optional.of(name));
        }

        /** The class, of what is no dict. */
        Optional<String> of() {
            return of;
        }

        /** Whether it is a network that was pickled with its code's classes. */
        boolean isModule() {
            return of.isPresent() && entries.containsKey("_modules") && entries.containsKey("_parameters");
        }

        Map<String, Object> entries() {
            return entries;
        }

        /** Other keys (optimizers number their parameters) are dropped: nothing here reads them. */
        void put(Object key, Object value) {
            if (key instanceof String name) {
                entries.put(name, value);
            }
        }
    }

    /** A torch.dtype, or the element type that a typed storage class implies. */
    record ElementType(String name, Optional<DType> dtype) implements PickleValue {}

    /**
     * A torch storage class.
     *
     * @param dtype        of its elements; nothing for the untyped one, which counts bytes, and for those that are not read
     * @param elementBytes the unit in which it counts
     */
    record StorageClass(String name, Optional<DType> dtype, int elementBytes) implements PickleValue {
        /** The class of storages without a type of their own. */
        static final StorageClass UNTYPED = new StorageClass("torch.UntypedStorage", Optional.empty(), 1);
    }

    /** A name that the pickle may mention as a value (torch.Tensor, torch.device("cpu")). */
    record Plain(String name) implements PickleValue {}

    /** A class or function that is not known here: it may be mentioned, and what it would make is an object that does nothing. */
    record Inert(String name) implements PickleValue {}

    /** A class or function whose results hold numbers in a form that is not read: what it makes is an {@link UnreadTensor}. */
    record TensorForm(String name) implements PickleValue {}

    /** A function or class of the short list that may be called. */
    record Callable(String name, Body body) implements PickleValue {
        /** Throws {@link IllegalArgumentException} with the reason where the arguments do not fit. */
        @FunctionalInterface
        interface Body {
            Object call(Tuple arguments, PickleInput in);
        }
    }
}
