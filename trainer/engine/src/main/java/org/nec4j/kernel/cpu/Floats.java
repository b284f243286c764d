package org.nec4j.kernel.cpu;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The memory of one argument of a kernel: checked, addressed, and kept alive while a kernel works on it. */
final class Floats {
    /** Held only so that the array's memory is not freed during the call. */
    private final INDArray owner;

    final long address;
    final FloatBuffer buffer;

    private Floats(INDArray owner, long address, int length) {
        this.owner = owner;
        this.address = address;
        buffer = At.window(address, length);
    }

    /**
     * The memory of an array that must be float32, c-ordered, contiguous and of so many elements.
     *
     * @throws IllegalArgumentException naming the argument and what is wrong with it
     */
    static Floats of(String name, INDArray array, long length) {
        if (array.dataType() != DataType.FLOAT || array.length() != length || !contiguous(array)) {
            throw new IllegalArgumentException(
                    name + " must be " + length + " contiguous c-ordered FLOATs, not " + array.dataType() + " "
                            + Arrays.toString(array.shape()) + " with strides " + Arrays.toString(array.stride()));
        }
        if (length > Integer.MAX_VALUE / Float.BYTES) {
            throw new IllegalArgumentException(
                    name + " has " + length + " elements, kernels take at most 2^29 - 1: use a smaller batch");
        }
        // The buffer of a view begins where the whole array's does.
        return new Floats(array, array.data().address() + array.offset() * Float.BYTES, (int) length);
    }

    /** As above, of so many rows of so many elements. */
    static Floats of(String name, INDArray array, long rows, long columns) {
        return of(name, array, rows * columns);
    }

    /** The size of a dimension. */
    static int size(INDArray array, int dimension) {
        return Math.toIntExact(array.size(dimension));
    }

    /** How many rows of so many elements an array has. */
    static int rows(INDArray array, int columns) {
        return Math.toIntExact(array.length() / columns);
    }

    /** The address of element i. */
    long at(long i) {
        return address + i * Float.BYTES;
    }

    private static boolean contiguous(INDArray array) {
        long expected = 1;
        for (int i = array.rank() - 1; i >= 0; i--) {
            if (array.size(i) != 1 && array.stride(i) != expected) {
                return false;
            }
            expected *= array.size(i);
        }
        return true;
    }
}
