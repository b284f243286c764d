package org.nec4j.baseline;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.ByteImage;

/** The shape that the images of a set have, which streams of these therefore need not tell; those of others begin with their own. */
record ImageShape(int width, int height, int channels) {
    /** No stream of Blosc begins so. */
    private static final byte OTHER = 0;

    private static final int PREFIX = 1 + 3 * Integer.BYTES;
    private static final int MOST = 1 << 28;

    /**
     * A stream without its shape.
     *
     * @param shape of the image
     * @param coded what follows
     */
    record Told(ImageShape shape, byte[] coded) {}

    /** The shape of the first image. */
    static ImageShape of(List<ByteImage> images) {
        return of(images.get(0));
    }

    private static ImageShape of(ByteImage image) {
        return new ImageShape(image.width(), image.height(), image.channels());
    }

    int length() {
        return width * height * channels;
    }

    /** The coded samples of an image, behind its shape where that is another. */
    byte[] tell(ByteImage image, byte[] coded) {
        if (equals(of(image))) {
            return coded;
        }
        return ByteBuffer.allocate(PREFIX + coded.length)
                .put(OTHER)
                .putInt(image.width())
                .putInt(image.height())
                .putInt(image.channels())
                .put(coded)
                .array();
    }

    /** What {@link #tell} gave; throws UserException for a shape that is none. */
    Told read(byte[] stream) {
        if (stream.length < PREFIX || stream[0] != OTHER) {
            return new Told(this, stream);
        }
        ByteBuffer bytes = ByteBuffer.wrap(stream, 1, PREFIX - 1);
        ImageShape shape = new ImageShape(bytes.getInt(), bytes.getInt(), bytes.getInt());
        long samples = (long) shape.width * shape.height;
        if (shape.width < 1 || shape.height < 1 || shape.channels < 1 || samples > MOST / shape.channels) {
            throw new UserException("these " + stream.length + " bytes are no whole image: " + shape.width + " x "
                    + shape.height + " x " + shape.channels + " samples are not possible");
        }
        return new Told(shape, Arrays.copyOfRange(stream, PREFIX, stream.length));
    }

    /** A coder of images whose streams tell their shape where it is another. */
    Coder<ByteImage> coder(Function<ByteImage, byte[]> encode, Function<Told, byte[]> decode) {
        return new Coder<>() {
            @Override
            public byte[] encode(ByteImage item) {
                return tell(item, encode.apply(item));
            }

            @Override
            public ByteImage decode(byte[] stream) {
                Told told = read(stream);
                return told.shape().image(decode.apply(told));
            }
        };
    }

    private ByteImage image(byte[] samples) {
        return new ByteImage(width, height, channels, samples);
    }
}
