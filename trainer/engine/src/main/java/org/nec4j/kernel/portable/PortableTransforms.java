package org.nec4j.kernel.portable;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.kernel.ComposedTransforms;

/** Transform coding on arrays of either type, copied by ND4J. */
final class PortableTransforms extends ComposedTransforms {
    @Override
    protected double[] read(INDArray array) {
        try (MemoryWorkspace ignored = Nd.scratch()) {
            return array.dup('c')
                    .reshape(array.length())
                    .castTo(DataType.DOUBLE)
                    .toDoubleVector();
        }
    }

    @Override
    protected void write(INDArray array, double[] values) {
        try (MemoryWorkspace ignored = Nd.scratch()) {
            Nd.flat(array).assign(Nd4j.createFromArray(values).castTo(array.dataType()));
        }
    }

    @Override
    protected void each(int images, IntConsumer image) {
        IntStream.range(0, images).forEach(image);
    }
}
