package org.nec4j.kernel.portable;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nec4j.kernel.CopyKernels;

/** Copies by ND4J, which knows where its arrays lie. */
final class PortableCopies implements CopyKernels {
    @Override
    public void into(INDArray array, float[] values) {
        if (values.length > array.length()) {
            throw new IllegalArgumentException(values.length + " values do not fit " + array.length() + " elements");
        }
        Nd.flat(array)
                .get(NDArrayIndex.interval(0, values.length))
                .assign(Nd4j.createFromArray(values).castTo(array.dataType()));
    }

    @Override
    public float[] of(INDArray array) {
        return array.dup('c').reshape(array.length()).castTo(DataType.FLOAT).toFloatVector();
    }

    @Override
    public INDArray array(float[] values, long... shape) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return Nd4j.createFromArray(values).reshape('c', shape);
        }
    }
}
