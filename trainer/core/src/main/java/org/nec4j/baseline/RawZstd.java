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
        int width = train.get(0).width();
        int height = train.get(0).height();
        int channels = train.get(0).channels();
        return new Coder<>() {
            @Override
            public byte[] encode(ByteImage item) {
                if (item.width() != width || item.height() != height || item.channels() != channels) {
                    throw new IllegalArgumentException("the images of a set are of one shape");
                }
                return BloscZstd.compress(item.samples(), 1);
            }

            @Override
            public ByteImage decode(byte[] stream) {
                return new ByteImage(width, height, channels, BloscZstd.decompress(stream, width * height * channels));
            }
        };
    }
}
