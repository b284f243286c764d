package org.nec4j.kernel.cpu;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Windows onto the memory of arrays, for loops that no ND4J operation offers. */
final class Memory {
    private Memory() {}

    /** The elements of a c-ordered, contiguous float32 array as a buffer on the same memory, positions from 0. */
    static FloatBuffer of(INDArray array) {
        return Floats.of("an array", array, array.length()).buffer;
    }
}
