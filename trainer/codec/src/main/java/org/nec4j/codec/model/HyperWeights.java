package org.nec4j.codec.model;

import java.util.Arrays;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensors;

/** The weights of a hyperprior's networks in a codec file, each checked to have the shape that is needed. */
final class HyperWeights {
    private final SafeTensors file;

    HyperWeights(SafeTensors file) {
        this.file = file;
    }

    boolean contains(String name) {
        return file.contains(name);
    }

    float[] vector(String name, int length) {
        return tensor(name, length);
    }

    /** The layer {@code name.weight} [outputs, inputs] with {@code name.bias} [outputs]. */
    ScalarLinear linear(String name, int inputs, int outputs) {
        return new ScalarLinear(tensor(name + ".weight", outputs, inputs), tensor(name + ".bias", outputs));
    }

    /** Outputs of the layer {@code name}, as its bias has them. */
    int outputs(String name) {
        long[] shape = file.shape(name + ".bias");
        return shape.length == 1 ? (int) Math.min(shape[0], Integer.MAX_VALUE) : 0;
    }

    private float[] tensor(String name, long... shape) {
        if (!Arrays.equals(file.shape(name), shape)) {
            throw new UserException(file.source() + ": tensor \"" + name + "\" has shape "
                    + Arrays.toString(file.shape(name)) + " where " + Arrays.toString(shape) + " is needed");
        }
        float[] values = file.floats(name);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new UserException(file.source() + ": tensor \"" + name + "\" holds " + value);
            }
        }
        return values;
    }
}
