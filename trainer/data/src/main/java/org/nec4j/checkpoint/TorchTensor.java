package org.nec4j.checkpoint;

import java.util.Arrays;
import org.nec4j.codec.tensor.DType;

/** A strided view of a storage: element (i, j, ...) lies {@code offset + i * strides[0] + j * strides[1] + ...} elements in. */
final class TorchTensor implements TensorSource {
    /** PyTorch's own limit. */
    static final int MAX_RANK = 64;
    /** A view with strides of 0 may be larger than its storage, up to 64 MiB as float32. */
    private static final long MAX_EXPANDED = 1 << 24;

    /** What a Java array can hold. */
    private static final long MAX_NUMBERS = Integer.MAX_VALUE - 8;

    private final TorchStorage.View storage;
    private final DType dtype;
    private final long offset;
    private final long[] shape;
    private final long[] strides;
    /** Elements from the first to the last one used; 0 for an empty tensor. */
    private final long span;

    /** Throws {@link IllegalArgumentException} with the reason where the view leaves its storage. */
    TorchTensor(TorchStorage.View storage, DType dtype, long offset, long[] shape, long[] strides) {
        this.storage = storage;
        this.dtype = dtype;
        this.offset = offset;
        this.shape = shape.clone();
        this.strides = strides.clone();
        this.span = span();
    }

    private long span() {
        if (shape.length != strides.length) {
            throw new IllegalArgumentException(
                    "a tensor has " + shape.length + " sizes and " + strides.length + " strides");
        }
        long elements = storage.length() / dtype.bytes();
        boolean fits = offset >= 0 && Arrays.stream(shape).allMatch(n -> n >= 0);
        if (fits && Arrays.stream(shape).anyMatch(n -> n == 0)) {
            return 0;
        }
        long numbers = 1;
        long last = offset;
        for (int d = 0; d < shape.length && fits; d++) {
            // Bounded before they are multiplied: all factors come from the file.
            fits = shape[d] <= MAX_NUMBERS / numbers
                    && strides[d] >= 0
                    && (shape[d] == 1 || strides[d] <= elements / (shape[d] - 1));
            numbers = fits ? numbers * shape[d] : numbers;
            last = fits ? last + (shape[d] - 1) * strides[d] : last;
        }
        if (!fits || last >= elements || last - offset >= MAX_NUMBERS || numbers > Math.max(elements, MAX_EXPANDED)) {
            throw new IllegalArgumentException("a tensor of shape " + Arrays.toString(shape) + " and strides "
                    + Arrays.toString(strides) + " at " + offset + " leaves its storage of " + elements + " elements");
        }
        return last - offset + 1;
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public float[] floats() {
        float[] used = new float[Math.toIntExact(span)];
        if (span == 0) {
            // Where it would begin is nowhere checked and may lie outside its storage.
            return used;
        }
        storage.decode(dtype, offset, used);
        return isContiguous() ? used : gathered(used);
    }

    private boolean isContiguous() {
        long step = 1;
        for (int d = shape.length - 1; d >= 0; d--) {
            if (shape[d] != 1 && strides[d] != step) {
                return false;
            }
            step *= shape[d];
        }
        return true;
    }

    private float[] gathered(float[] used) {
        float[] all = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        long[] index = new long[shape.length];
        long from = 0;
        for (int i = 0; i < all.length; i++) {
            all[i] = used[(int) from];
            for (int d = shape.length - 1; d >= 0; d--) {
                from += strides[d];
                if (++index[d] < shape[d]) {
                    break;
                }
                from -= strides[d] * shape[d];
                index[d] = 0;
            }
        }
        return all;
    }
}
