package org.nec4j.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.DType;

/** Tensors one below the other, along the first axis. */
record JoinedTensor(List<TensorSource> parts) implements TensorSource {
    /** Throws {@link IllegalArgumentException} where the parts differ in type or in another axis than the first. */
    JoinedTensor {
        TensorSource first = parts.get(0);
        for (TensorSource part : parts) {
            long[] shape = part.shape();
            if (shape.length == 0
                    || part.dtype() != first.dtype()
                    || !Arrays.equals(shape, 1, shape.length, first.shape(), 1, first.shape().length)) {
                throw new IllegalArgumentException("shapes " + Arrays.toString(first.shape()) + " " + first.dtype()
                        + " and " + Arrays.toString(shape) + " " + part.dtype());
            }
        }
    }

    /** Of these tensors of a file; throws {@link UserException} where one is missing or they do not fit each other. */
    static TensorSource of(List<String> names, Map<String, TensorSource> all, FileSlice file) {
        List<TensorSource> parts = new ArrayList<>();
        for (String name : names) {
            if (!all.containsKey(name)) {
                throw new UserException(
                        file.file() + ": " + PrintableName.of(name) + " is missing beside its query, key or value");
            }
            if (all.get(name) instanceof UnreadTensor) {
                return all.get(name);
            }
            parts.add(all.get(name));
        }
        try {
            return new JoinedTensor(parts);
        } catch (IllegalArgumentException e) {
            throw new UserException(
                    file.file() + ": " + PrintableName.of(names.get(0)) + " does not fit its key and value: "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public DType dtype() {
        return parts.get(0).dtype();
    }

    @Override
    public long[] shape() {
        long[] shape = parts.get(0).shape();
        shape[0] = parts.stream().mapToLong(part -> part.shape()[0]).sum();
        return shape;
    }

    @Override
    public float[] floats() {
        float[] all = new float[Math.toIntExact(Arrays.stream(shape()).reduce(1, Math::multiplyExact))];
        int at = 0;
        for (TensorSource part : parts) {
            float[] numbers = part.floats();
            System.arraycopy(numbers, 0, all, at, numbers.length);
            at += numbers.length;
        }
        return all;
    }
}
