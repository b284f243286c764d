package org.nec4j.checkpoint;

import java.util.List;
import org.nec4j.checkpoint.PickleValue.Dict;
import org.nec4j.checkpoint.PickleValue.ElementType;
import org.nec4j.checkpoint.PickleValue.StorageClass;
import org.nec4j.codec.tensor.DType;

/** Builds tensors from the arguments that PyTorch's own rebuilding functions take; all throw IllegalArgumentException. */
final class TorchRebuild {
    private TorchRebuild() {}

    /**
     * (storage, offset, sizes, strides, requires_grad, hooks, metadata): the element type is the storage's. Metadata tell that the numbers
     * are to be negated or conjugated when they are used.
     */
    static TensorSource tensor(Tuple arguments) {
        StorageClass type = storage(arguments).type();
        if (type.equals(StorageClass.UNTYPED)) {
            throw new IllegalArgumentException("a tensor lies in an untyped storage");
        }
        if (arguments.size() > 6 && arguments.at(6) instanceof Dict metadata) {
            for (String turned : List.of("neg", "conj")) {
                if (Boolean.TRUE.equals(metadata.entries().get(turned))) {
                    return UnreadTensor.ofKind("torch." + turned + " as a view");
                }
            }
        }
        return type.dtype().isPresent() ? strided(arguments, type.dtype().get()) : UnreadTensor.ofType(type.name());
    }

    /** (storage, offset, sizes, strides, requires_grad, hooks, dtype, ...): the storage is untyped. */
    static TensorSource typedTensor(Tuple arguments) {
        if (arguments.size() < 7 || !(arguments.at(6) instanceof ElementType type)) {
            throw new IllegalArgumentException("a tensor states no element type");
        }
        return type.dtype().isPresent() ? strided(arguments, type.dtype().get()) : UnreadTensor.ofType(type.name());
    }

    /** (tensor, ...): what a parameter wraps. */
    static TensorSource first(Tuple arguments) {
        if (arguments.size() > 0 && arguments.at(0) instanceof TensorSource tensor) {
            return tensor;
        }
        throw new IllegalArgumentException("a parameter wraps something that is no tensor");
    }

    private static TorchTensor strided(Tuple arguments, DType dtype) {
        if (arguments.size() < 4 || !(arguments.at(1) instanceof Long offset)) {
            throw new IllegalArgumentException("a tensor needs storage, offset, sizes and strides");
        }
        return new TorchTensor(storage(arguments), dtype, offset, numbers(arguments.at(2)), numbers(arguments.at(3)));
    }

    private static TorchStorage.View storage(Tuple arguments) {
        if (arguments.size() > 0 && arguments.at(0) instanceof TorchStorage.View view) {
            return view;
        }
        throw new IllegalArgumentException("a tensor has no storage");
    }

    private static long[] numbers(Object value) {
        if (!(value instanceof Tuple tuple) || tuple.size() > TorchTensor.MAX_RANK) {
            throw new IllegalArgumentException("a tensor's sizes are no short tuple");
        }
        long[] numbers = new long[tuple.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(tuple.at(i) instanceof Long number)) {
                throw new IllegalArgumentException("a tensor's sizes are no whole numbers");
            }
            numbers[i] = number;
        }
        return numbers;
    }
}
