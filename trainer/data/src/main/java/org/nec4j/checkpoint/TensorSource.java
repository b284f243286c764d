package org.nec4j.checkpoint;

import org.nec4j.codec.tensor.DType;

/** One tensor of a file: what it is without reading it, and its numbers on demand. */
interface TensorSource {
    DType dtype();

    /** A fresh array; empty for a scalar. */
    long[] shape();

    /** The numbers in row-major order, read from the file now. */
    float[] floats();
}
