package org.nec4j.checkpoint;

import java.util.Arrays;
import java.util.function.Supplier;
import org.nec4j.codec.tensor.DType;

/** Numbers that are computed from a file's tensors when they are asked for. */
record DerivedTensor(DType dtype, long[] sizes, Supplier<float[]> numbers) implements TensorSource {
    /** The same numbers in another shape of as many; the tensor itself where there are more or fewer. */
    static TensorSource reshaped(TensorSource tensor, long... shape) {
        return count(shape) == count(tensor.shape())
                ? new DerivedTensor(tensor.dtype(), shape, tensor::floats)
                : tensor;
    }

    /** Every row of a matrix, or every number of a vector, times its factor. */
    static TensorSource scaled(TensorSource tensor, TensorSource factors) {
        return new DerivedTensor(DType.F32, tensor.shape(), () -> {
            float[] values = tensor.floats();
            float[] factor = factors.floats();
            int width = values.length / factor.length;
            for (int i = 0; i < values.length; i++) {
                values[i] *= factor[i / width];
            }
            return values;
        });
    }

    /** Zeros. */
    static TensorSource zeros(long length) {
        return new DerivedTensor(DType.F32, new long[] {length}, () -> new float[Math.toIntExact(length)]);
    }

    @Override
    public long[] shape() {
        return sizes.clone();
    }

    @Override
    public float[] floats() {
        return numbers.get();
    }

    private static long count(long[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
}
