package org.nec4j.baseline;

import java.util.List;
import org.nec4j.data.ByteImage;
import org.nec4j.data.Normalization;

/**
 * The image's normalized samples as 16-bit floating-point numbers with zstd after a bit shuffle: raw data compression at 16 bit. A
 * consumer gets the 8-bit samples back exactly, since 16 bit resolve them.
 *
 * @param normalization what makes a model's input of a sample
 */
public record RawHalfZstd(Normalization normalization) implements Baseline<ByteImage> {
    @Override
    public String system() {
        return "raw + zstd";
    }

    @Override
    public String setting() {
        return "float16";
    }

    @Override
    public SetCoder<ByteImage> fit(List<ByteImage> train) {
        return ImageShape.of(train).coder(this::encode, this::decode);
    }

    private byte[] encode(ByteImage image) {
        byte[] samples = image.samples();
        float[] values = new float[samples.length];
        for (int i = 0; i < values.length; i++) {
            int c = i % image.channels();
            values[i] = ((samples[i] & 255) / 255f - normalization.mean()[c])
                    / normalization.std()[c];
        }
        return BloscZstd.compress(LittleEndian.ofHalves(values), 2);
    }

    private byte[] decode(ImageShape.Told told) {
        float[] values = LittleEndian.halvesToFloats(
                BloscZstd.decompress(told.coded(), 2 * told.shape().length()));
        byte[] samples = new byte[values.length];
        for (int i = 0; i < samples.length; i++) {
            int c = i % told.shape().channels();
            samples[i] = (byte) Math.round(
                    255 * (values[i] * normalization.std()[c] + normalization.mean()[c]));
        }
        return samples;
    }
}
