package org.nec4j.baseline;

import java.awt.image.BufferedImage;
import java.util.List;
import org.nec4j.data.ByteImage;

/**
 * An image format at a size: each image gets the best quality whose real bytes do not exceed the target. Where even the least
 * quality exceeds it, that is what is sent and counted.
 */
public final class ImageCodec implements Baseline<ByteImage> {
    private static final int SEARCHES = 9; // 2^-9 of the knob's range
    /** A stream that fills so much of the target is not searched any further. */
    private static final double CLOSE = 0.99;
    /** Knobs that are so near each other make streams of one size. */
    private static final double NARROW = 0.002;

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

    /** Lossy WebP of at most so many bytes; throws UserException where its library is not there. */
    public static ImageCodec webp(int target) {
        ImageFormat.WEBP.reader();
        return new ImageCodec(ImageFormat.WEBP, target);
    }

    @Override
    public String system() {
        return format.title();
    }

    @Override
    public String setting() {
        return format == ImageFormat.PNG ? "lossless" : target + " bytes or least quality";
    }

    @Override
    public SetCoder<ByteImage> fit(List<ByteImage> train) {
        return new Coder<>() {
            @Override
            public byte[] encode(ByteImage item) {
                BufferedImage picture = Pictures.picture(item);
                return format == ImageFormat.PNG ? format.encode(picture, 1) : largestWithin(picture);
            }

            @Override
            public ByteImage decode(byte[] stream) {
                return format.decode(stream);
            }
        };
    }

    private byte[] largestWithin(BufferedImage picture) {
        byte[] best = new byte[0];
        double low = 0;
        double high = 1;
        double knob = format.firstGuess(target, picture.getWidth() * picture.getHeight());
        for (int i = 0; i < SEARCHES && best.length < CLOSE * target && high - low > NARROW * high; i++) {
            byte[] stream = format.encode(picture, knob);
            if (stream.length <= target) {
                best = stream.length > best.length ? stream : best;
                low = knob;
                if (knob >= 1) {
                    return stream;
                }
            } else {
                high = knob;
            }
            knob = format.nextGuess(knob, stream.length, target, low, high);
        }
        if (high == 1 && best.length < CLOSE * target) {
            byte[] most = format.encode(picture, 1);
            best = most.length <= target ? most : best;
        }
        return best.length == 0 ? format.encode(picture, 0) : best;
    }
}
