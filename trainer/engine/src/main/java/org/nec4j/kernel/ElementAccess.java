package org.nec4j.kernel;

import java.util.function.IntConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How kernels that are written once, in double, bring the elements of a backend's arrays to Java and back. */
public interface ElementAccess {
    /** The elements of an array, row-major. */
    double[] read(INDArray array);

    /** Puts all elements of an array. */
    void write(INDArray array, double[] values);

    /** Does it for every part below the count; in any order, on any thread. */
    void each(int parts, IntConsumer part);
}
