package org.nec4j.codec.tensor;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * A tensor on its way into a digest: its bytes are never in memory all at once.
 *
 * @param name    in its file
 * @param dtype   how its elements are stored
 * @param shape   its dimensions, outermost first
 * @param content hands the tensor's bytes, as they stand in the file, to its argument, a part at a time
 */
public record StoredTensor(String name, DType dtype, long[] shape, Consumer<Consumer<ByteBuffer>> content) {}
