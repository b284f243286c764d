package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Between Java's arrays and a backend's: the only way in and out. */
public interface CopyKernels {
    /** array = values, row-major; the array has at least as many elements. */
    void into(INDArray array, float[] values);

    /** The array's elements, row-major. */
    float[] of(INDArray array);

    /** A new float32 array of these values, row-major; it belongs to no workspace and stays as long as somebody holds it. */
    INDArray array(float[] values, long... shape);
}
