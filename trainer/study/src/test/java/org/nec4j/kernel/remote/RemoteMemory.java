package org.nec4j.kernel.remote;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where the elements of arrays lie for {@link RemoteKernels}: in direct buffers of its own, NaN until something is written. An
 * array's own memory says where among them and is worth nothing otherwise: it is overwritten with NaN whenever this memory holds
 * the truth.
 */
final class RemoteMemory {
    private static final int PAGE = 1024;

    private final Map<Long, FloatBuffer> pages = new HashMap<>();

    float[] read(INDArray array) {
        float[] values = new float[length(array)];
        for (int i = 0; i < values.length; ) {
            long at = place(array) + i;
            int count = Math.min(values.length - i, PAGE - (int) (at % PAGE));
            page(at).get((int) (at % PAGE), values, i, count);
            i += count;
        }
        return values;
    }

    void write(INDArray array, float[] values) {
        for (int i = 0; i < values.length; ) {
            long at = place(array) + i;
            int count = Math.min(values.length - i, PAGE - (int) (at % PAGE));
            page(at).put((int) (at % PAGE), values, i, count);
            i += count;
        }
        array.assign(Float.NaN);
    }

    private FloatBuffer page(long place) {
        return pages.computeIfAbsent(place / PAGE, number -> {
            FloatBuffer fresh = ByteBuffer.allocateDirect(PAGE * Float.BYTES).asFloatBuffer();
            float[] nothing = new float[PAGE];
            Arrays.fill(nothing, Float.NaN);
            return fresh.put(0, nothing);
        });
    }

    /** The number of an array's first element among all floats of this process. */
    static long place(INDArray array) {
        return array.data().address() / Float.BYTES + array.offset();
    }

    private static int length(INDArray array) {
        long expected = 1;
        for (int i = array.rank() - 1; i >= 0; i--) {
            if (array.size(i) != 1 && array.stride(i) != expected) {
                throw new IllegalArgumentException("an array that is not contiguous: " + array.shapeInfoToString());
            }
            expected *= array.size(i);
        }
        if (array.dataType() != DataType.FLOAT) {
            throw new IllegalArgumentException("an array of " + array.dataType());
        }
        return Math.toIntExact(array.length());
    }
}
