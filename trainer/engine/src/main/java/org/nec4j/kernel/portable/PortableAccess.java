package org.nec4j.kernel.portable;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.kernel.ElementAccess;

/** Elements of arrays of either type, copied by ND4J. */
final class PortableAccess implements ElementAccess {
    @Override
    public double[] read(INDArray array) {
        try (MemoryWorkspace ignored = Nd.scratch()) {
            return array.dup('c')
                    .reshape(array.length())
                    .castTo(DataType.DOUBLE)
                    .toDoubleVector();
        }
    }

    @Override
    public void write(INDArray array, double[] values) {
        try (MemoryWorkspace ignored = Nd.scratch()) {
            Nd.flat(array).assign(Nd4j.createFromArray(values).castTo(array.dataType()));
        }
    }

    @Override
    public void each(int parts, IntConsumer part) {
        IntStream.range(0, parts).forEach(part);
    }
}
