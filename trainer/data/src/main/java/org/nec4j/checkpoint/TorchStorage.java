package org.nec4j.checkpoint;

import java.nio.ByteOrder;
import java.util.Optional;
import org.nec4j.checkpoint.PickleValue.StorageClass;
import org.nec4j.codec.tensor.DType;

/**
 * Bytes that tensors share. The legacy format states where they lie only after the tensors that use them, hence
 * {@link #locate}.
 */
final class TorchStorage {
    private final String key;
    private final int elementBytes;
    private final long length;
    private final ByteOrder order;
    private Optional<FileSlice> slice = Optional.empty();

    /** {@code length} in bytes; {@code elementBytes} is the unit in which the file counts this storage. */
    TorchStorage(String key, int elementBytes, long length, ByteOrder order) {
        this.key = key;
        this.elementBytes = elementBytes;
        this.length = length;
        this.order = order;
    }

    int elementBytes() {
        return elementBytes;
    }

    /** Bytes. */
    long length() {
        return length;
    }

    void locate(FileSlice bytes) {
        slice = Optional.of(bytes);
    }

    boolean isLocated() {
        return slice.isPresent();
    }

    /**
     * A range of bytes as tensors see it, of a storage of that class.
     */
    record View(TorchStorage storage, long start, long length, StorageClass type) {

        /** Fills {@code into} with the elements from element {@code offset} of this range on. */
        void decode(DType type, long offset, float[] into) {
            FileSlice bytes = storage.slice.orElseThrow(() -> new IllegalStateException("no bytes for " + storage.key));
            bytes.part(start + offset * type.bytes(), (long) into.length * type.bytes())
                    .forEachChunk(
                            (chunk, at) -> type.toFloats(chunk.order(storage.order), into, (int) (at / type.bytes())));
        }
    }
}
