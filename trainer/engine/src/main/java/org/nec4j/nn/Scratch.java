package org.nec4j.nn;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Named arrays that are allocated once and reused: in glibc, allocating five million floats costs 10-100 ms. An
 * array is uninitialized when first handed out and holds whatever its last user left afterwards. Not safe for use by two
 * threads.
 */
public final class Scratch {
    private final Map<String, INDArray> arrays = new HashMap<>();
    private final DataType dataType;

    /** Of float32. */
    public Scratch() {
        this(DataType.FLOAT);
    }

    /** Of one type of numbers. */
    public Scratch(DataType dataType) {
        this.dataType = dataType;
    }

    /** The array of that name, allocated anew only when the shape differs from the last one asked for. */
    public INDArray get(String name, long... shape) {
        INDArray known = arrays.get(name);
        if (known != null && Arrays.equals(known.shape(), shape)) {
            return known;
        }
        if (known != null && known.closeable()) {
            known.close();
        }
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            INDArray fresh = Nd4j.createUninitializedDetached(dataType, 'c', shape);
            arrays.put(name, fresh);
            return fresh;
        }
    }

    /** Bytes held. */
    public long bytes() {
        return arrays.values().stream()
                .mapToLong(array -> array.length() * dataType.width())
                .sum();
    }
}
