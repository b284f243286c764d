package org.nec4j.baseline;

import java.util.List;
import org.nec4j.data.ByteImage;

/** The image's 8-bit samples with zstd after a bit shuffle: the paper's raw data compression. */
public record RawZstd() implements Baseline<ByteImage> {
    @Override
    public String system() {
        return "raw + zstd";
    }

    @Override
    public String setting() {
        return "uint8";
    }

    @Override
    public SetCoder<ByteImage> fit(List<ByteImage> train) {
        return ImageShape.of(train)
                .coder(
                        image -> BloscZstd.compress(image.samples(), 1),
                        told -> BloscZstd.decompress(told.coded(), told.shape().length()));
    }
}
