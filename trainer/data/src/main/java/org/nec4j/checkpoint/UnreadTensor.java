package org.nec4j.checkpoint;

import java.util.Arrays;
import org.nec4j.codec.tensor.DType;

/**
 * A tensor that stands in a file in a form that is not read: complex, sparse, quantized, in shards, or twice with different numbers.
 * It is an inert placeholder, refused where a model needs it and passed over elsewhere.
 *
 * @param why what it is, to follow its name in a sentence
 */
record UnreadTensor(String why) implements TensorSource, PickleValue {
    /** Of an element type that is not read. */
    static UnreadTensor ofType(String type) {
        return new UnreadTensor("is stored as " + PrintableName.of(type)
                + ", which is not supported; convert it to a real floating-point or integer type and save again");
    }

    /** Of a kind that is more than numbers in rows. */
    static UnreadTensor ofKind(String kind) {
        return new UnreadTensor("is made by " + PrintableName.of(kind)
                + ", and only plain tensors are read; in PyTorch, save the full state dict of plain tensors");
    }

    /** Whether two tensors are the same in shape and numbers, which are read for that. */
    static boolean same(TensorSource one, TensorSource other) {
        return one == other
                || !(one instanceof UnreadTensor)
                        && !(other instanceof UnreadTensor)
                        && Arrays.equals(one.shape(), other.shape())
                        && Arrays.equals(one.floats(), other.floats());
    }

    @Override
    public DType dtype() {
        throw new IllegalStateException(why);
    }

    @Override
    public long[] shape() {
        throw new IllegalStateException(why);
    }

    @Override
    public float[] floats() {
        throw new IllegalStateException(why);
    }
}
