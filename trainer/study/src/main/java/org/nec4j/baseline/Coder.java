package org.nec4j.baseline;

import java.util.List;
import java.util.stream.IntStream;

/** Codes items one by one, so that each stream can be decoded alone. Safe to call from several threads. */
public interface Coder<T> extends SetCoder<T> {
    /** The bytes that travel for one item, headers and side information included. */
    byte[] encode(T item);

    /** What a consumer makes of them. Throws {@link org.nec4j.codec.error.UserException} where they are not a stream of this coder. */
    T decode(byte[] stream);

    @Override
    default Coded<T> code(List<T> items) {
        List<byte[]> streams = items.parallelStream().map(this::encode).toList();
        double[] bytes = streams.stream().mapToDouble(s -> s.length).toArray();
        return new Coded<>(
                IntStream.range(0, streams.size())
                        .parallel()
                        .mapToObj(i -> decode(streams.get(i)))
                        .toList(),
                bytes);
    }
}
