package org.nec4j.baseline;

import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;

/** A codec as a baseline's coder, with the bytes of its files. */
public record CodecCoder(Codec codec, long sideBytes) implements Coder<float[]> {
    @Override
    public byte[] encode(float[] item) {
        return codec.encode(new Embedding(item.length / codec.dim(), codec.dim(), item));
    }

    @Override
    public float[] decode(byte[] stream) {
        return codec.decode(stream).values();
    }
}
