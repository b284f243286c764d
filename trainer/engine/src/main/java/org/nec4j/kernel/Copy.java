package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Between Java arrays and float32 arrays of ND4J, without a temporary. */
public final class Copy {
    private Copy() {}

    /** array = values, row-major; the array is c-ordered and contiguous and has at least as many elements. */
    public static void into(INDArray array, float[] values) {
        if (values.length > array.length()) {
            throw new IllegalArgumentException(values.length + " values do not fit " + array.length() + " elements");
        }
        Memory.of(array).put(0, values);
    }

    /** The array's elements, row-major; the array is c-ordered and contiguous. */
    public static float[] of(INDArray array) {
        float[] values = new float[Math.toIntExact(array.length())];
        Memory.of(array).get(0, values);
        return values;
    }
}
