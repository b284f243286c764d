package org.nec4j.vit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.Kernels;

/** A model's numbers by name, row-major, outside any graph. Arrays are shared, not copied; nobody writes to them. */
public final class Tensors {
    private final Map<String, float[]> values;

    /** Over these arrays. */
    public Tensors(Map<String, float[]> values) {
        this.values = new LinkedHashMap<>(values);
    }

    /** The tensor's numbers. */
    public float[] floats(String name) {
        float[] found = values.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no tensor " + name);
        }
        return found;
    }

    /** The tensor as an array of its own, put where these kernels compute. */
    public INDArray array(Kernels kernels, String name, long... shape) {
        return kernels.copies().array(floats(name), shape);
    }

    /** Whether the tensor is there. */
    public boolean contains(String name) {
        return values.containsKey(name);
    }

    /** All of them, in order. */
    public Map<String, float[]> all() {
        return Collections.unmodifiableMap(values);
    }

    /** These tensors, those of the other replacing or following them. */
    public Tensors with(Map<String, float[]> other) {
        Map<String, float[]> merged = new LinkedHashMap<>(values);
        merged.putAll(other);
        return new Tensors(merged);
    }
}
