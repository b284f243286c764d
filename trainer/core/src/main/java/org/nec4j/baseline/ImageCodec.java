package org.nec4j.baseline;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.DoubleFunction;
import org.nec4j.data.ByteImage;

/**
 * An image format at a size: each image gets the best quality whose real bytes do not exceed the target. Where even the least
 * quality exceeds it, that is what is sent and counted.
 */
public final class ImageCodec implements Baseline<ByteImage> {
    private static final int SEARCHES = 9; // 2^-9 of the knob's range

    private final ImageFormat format;
    private final int target;

    private ImageCodec(ImageFormat format, int target) {
        this.format = format;
        this.target = target;
    }

    /** PNG, lossless. */
    public static ImageCodec png() {
        return new ImageCodec(ImageFormat.PNG, Integer.MAX_VALUE);
    }

    /** Baseline JPEG of at most so many bytes. */
    public static ImageCodec jpeg(int target) {
        return new ImageCodec(ImageFormat.JPEG, target);
    }

    /** JPEG 2000 of at most so many bytes. */
    public static ImageCodec jpeg2000(int target) {
        return new ImageCodec(ImageFormat.JPEG_2000, target);
    }

    @Override
    public String system() {
        return format.title();
    }

    @Override
    public String setting() {
        return format == ImageFormat.PNG ? "lossless" : "at most " + target + " bytes";
    }

    @Override
    public SetCoder<ByteImage> fit(List<ByteImage> train) {
        return new Coder<>() {
            @Override
            public byte[] encode(ByteImage item) {
                BufferedImage picture = Pictures.picture(item);
                return format == ImageFormat.PNG
                        ? format.encode(picture, 1)
                        : largestWithin(target, knob -> format.encode(picture, knob));
            }

            @Override
            public ByteImage decode(byte[] stream) {
                return format.decode(stream);
            }
        };
    }

    private static byte[] largestWithin(int target, DoubleFunction<byte[]> encode) {
        byte[] best = encode.apply(1);
        if (best.length <= target) {
            return best;
        }
        best = encode.apply(0);
        double low = 0;
        double high = 1;
        for (int i = 0; i < SEARCHES && best.length <= target; i++) {
            double middle = (low + high) / 2;
            byte[] stream = encode.apply(middle);
            if (stream.length <= target) {
                low = middle;
                best = stream;
            } else {
                high = middle;
            }
        }
        return best;
    }
}
