package org.nec4j.kernel.cpu;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/** What one thread works with, kept from call to call: aimed pointers, small arrays that stay in its cache, scratch memory. */
final class Lane {
    private static final ThreadLocal<Lane> CURRENT = ThreadLocal.withInitial(Lane::new);

    final At a = new At();
    final At b = new At();
    final At c = new At();

    /** For the sum of a vector's lanes. */
    final float[] fold = new float[VectorMath.LANES];

    /** The array that holds the right side of a product, for all threads that share it. */
    static final int PANELS = 6;

    private final float[][] rows = new float[7][0];
    private FloatPointer scratch = new FloatPointer();
    private FloatBuffer scratchBuffer = FloatBuffer.allocate(0);

    private Lane() {}

    static Lane current() {
        return CURRENT.get();
    }

    /** Array number i of seven, at least so long; a vector read from its last element stays inside. */
    float[] row(int i, int length) {
        if (rows[i].length < length + VectorMath.LANES) {
            rows[i] = new float[length + VectorMath.LANES];
        }
        return rows[i];
    }

    /** Array number i, filled with count elements from element from on. */
    float[] read(int i, Floats source, int from, int count) {
        float[] row = row(i, count);
        source.buffer.get(from, row, 0, count);
        return row;
    }

    /** The address of this thread's scratch memory, at least so many floats. */
    long scratch(int length) {
        if (scratchBuffer.capacity() < length) {
            scratch.deallocate();
            scratch = new FloatPointer(length);
            scratchBuffer = At.window(scratch.address(), length);
        }
        return scratch.address();
    }

    /** The memory that {@link #scratch} gave last. */
    FloatBuffer scratchBuffer() {
        return scratchBuffer;
    }
}
