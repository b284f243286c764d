package org.nec4j.kernel.cpu;

import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.kernel.CopyKernels;

/** Between Java arrays and float32 arrays of ND4J, without a temporary. */
final class HostCopies implements CopyKernels {
    @Override
    public void into(INDArray array, float[] values) {
        write(array, values);
    }

    @Override
    public float[] of(INDArray array) {
        return read(array);
    }

    @Override
    public INDArray array(float[] values, long... shape) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return Nd4j.createFromArray(values).reshape('c', shape);
        }
    }

    static void write(INDArray array, float[] values) {
        if (values.length > array.length()) {
            throw new IllegalArgumentException(values.length + " values do not fit " + array.length() + " elements");
        }
        Memory.of(array).put(0, values);
    }

    static float[] read(INDArray array) {
        float[] values = new float[Math.toIntExact(array.length())];
        Memory.of(array).get(0, values);
        return values;
    }
}
