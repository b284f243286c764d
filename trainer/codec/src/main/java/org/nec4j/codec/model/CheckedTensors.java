package org.nec4j.codec.model;

import java.util.Arrays;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensors;

/** Tensors of a codec file, each checked to have the shape that is needed and to hold nothing but finite numbers. */
final class CheckedTensors {
    private final SafeTensors file;

    CheckedTensors(SafeTensors file) {
        this.file = file;
    }

    boolean contains(String name) {
        return file.contains(name);
    }

    float[] vector(String name, int length) {
        return floats(name, length);
    }

    /** The layer {@code name.weight} [outputs, inputs] with {@code name.bias} [outputs]. */
    ScalarLinear linear(String name, int inputs, int outputs) {
        return new ScalarLinear(floats(name + ".weight", outputs, inputs), floats(name + ".bias", outputs));
    }

    /** The layer norm of {@code name.weight} [width] and {@code name.bias} [width]. */
    ScalarNorm norm(String name, int width, float epsilon) {
        return new ScalarNorm(vector(name + ".weight", width), vector(name + ".bias", width), epsilon);
    }

    /** Outputs of the layer {@code name}, as its bias has them. */
    int outputs(String name) {
        long[] shape = file.shape(name + ".bias");
        return shape.length == 1 ? (int) Math.min(shape[0], Integer.MAX_VALUE) : 0;
    }

    /** One dimension of a tensor that has so many of them, so that others can be compared with it; throws UserException for another number. */
    int size(String name, int dimensions, int which) {
        long[] shape = file.shape(name);
        if (shape.length != dimensions || shape[which] > Integer.MAX_VALUE) {
            throw new UserException(file.source() + ": tensor \"" + name + "\" has shape " + Arrays.toString(shape)
                    + " where " + dimensions + " dimensions are needed");
        }
        return (int) shape[which];
    }

    float[] floats(String name, long... shape) {
        checkShape(name, shape);
        float[] values = file.floats(name);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new UserException(file.source() + ": tensor \"" + name + "\" holds " + value);
            }
        }
        return values;
    }

    /** Whole numbers from {@code lowest} to {@code highest}. */
    int[] ints(String name, int lowest, int highest, long... shape) {
        checkShape(name, shape);
        int[] values = file.ints(name);
        for (int value : values) {
            if (value < lowest || value > highest) {
                throw new UserException(file.source() + ": tensor \"" + name + "\" holds " + value
                        + " where numbers from " + lowest + " to " + highest + " are needed");
            }
        }
        return values;
    }

    private void checkShape(String name, long... shape) {
        if (!Arrays.equals(file.shape(name), shape)) {
            throw new UserException(file.source() + ": tensor \"" + name + "\" has shape "
                    + Arrays.toString(file.shape(name)) + " where " + Arrays.toString(shape) + " is needed");
        }
    }
}
