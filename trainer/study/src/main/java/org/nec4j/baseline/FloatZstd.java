package org.nec4j.baseline;

import java.util.List;

/**
 * The embedding's floating-point numbers with zstd after a bit shuffle.
 *
 * @param bits 32 (lossless) or 16
 */
public record FloatZstd(int bits) implements Baseline<float[]> {
    public FloatZstd {
        if (bits != 16 && bits != 32) {
            throw new IllegalArgumentException("floating-point numbers of 16 or 32 bits, not " + bits);
        }
    }

    @Override
    public String system() {
        return "float + zstd";
    }

    @Override
    public String setting() {
        return "float" + bits;
    }

    @Override
    public SetCoder<float[]> fit(List<float[]> train) {
        int bytes = train.get(0).length * bits / 8;
        return new Coder<>() {
            @Override
            public byte[] encode(float[] item) {
                return BloscZstd.compress(
                        bits == 32 ? LittleEndian.ofFloats(item) : LittleEndian.ofHalves(item), bits / 8);
            }

            @Override
            public float[] decode(byte[] stream) {
                byte[] raw = BloscZstd.decompress(stream, bytes);
                return bits == 32 ? LittleEndian.toFloats(raw) : LittleEndian.halvesToFloats(raw);
            }
        };
    }
}
