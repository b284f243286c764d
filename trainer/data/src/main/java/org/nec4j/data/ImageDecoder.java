package org.nec4j.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Room;

/**
 * Decodes JPEG, PNG and TIFF to 8-bit RGB, to the same values as Pillow's {@code Image.open(path).convert("RGB")}.
 *
 * <p>Grey becomes three equal channels, palettes are looked up, alpha is dropped without blending. Like Pillow and torchvision it
 * applies neither an embedded colour profile nor the EXIF orientation: pixels come as they are stored. CMYK, more than 8 bits a grey
 * sample and other numbers of channels are refused. The kind is recognized by content, not by the file's ending.
 */
public final class ImageDecoder {
    /** The most pixels that an image may have: 2^27, some 11,500 squared. */
    public static final long MAX_PIXELS = 1L << 27;

    private static final int RGB = 3;
    private static final long MAX_BYTES = 1L << 30;

    private ImageDecoder() {}

    /**
     * Decodes a file.
     *
     * @return [H, W, 3]
     * @throws UserException if the file is absent, damaged, too large, or of a kind that is not supported
     */
    public static ByteImage decode(Path file) {
        return decode(bytes(file), file.toString());
    }

    /**
     * Decodes a file's bytes.
     *
     * @param name what messages call it
     */
    public static ByteImage decode(byte[] bytes, String name) {
        return Room.within(name, () -> decoded(bytes, name));
    }

    private static ByteImage decoded(byte[] bytes, String name) {
        if (isJpeg(bytes)) {
            return JpegImage.decode(bytes, name);
        }
        if (isPng(bytes)) {
            return PngImage.decode(bytes, name);
        }
        if (isTiff(bytes)) {
            return TiffImage.decode(bytes, name);
        }
        throw new UserException(name + ": " + ImageFiles.described(bytes));
    }

    /** Whether these are the first bytes of a JPEG file. */
    static boolean isJpeg(byte[] bytes) {
        return begins(bytes, 0xFF, 0xD8, 0xFF);
    }

    /** Whether these are the first bytes of a PNG file. */
    static boolean isPng(byte[] bytes) {
        return begins(bytes, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n');
    }

    /** Whether these are the first bytes of a TIFF file, classic or big. */
    static boolean isTiff(byte[] bytes) {
        return begins(bytes, 'I', 'I', 42, 0)
                || begins(bytes, 'M', 'M', 0, 42)
                || begins(bytes, 'I', 'I', 43, 0)
                || begins(bytes, 'M', 'M', 0, 43);
    }

    /** Refuses more pixels than {@link #MAX_PIXELS}, before memory for them is taken. */
    static void limit(long width, long height, String name) {
        if (width < 1 || height < 1 || width > MAX_PIXELS / height) {
            throw new UserException(name + ": " + width + "x" + height + " pixels, expected 1 to " + MAX_PIXELS
                    + " in all; cut the image into tiles");
        }
        Room.require(RGB * width * height, name);
    }

    /** A file's content, if it is not too long. */
    static byte[] bytes(Path file) {
        return Room.within(file.toString(), () -> stored(file));
    }

    private static byte[] stored(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new UserException(file + ": " + size + " bytes, at most " + MAX_BYTES + " are read as an image");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new UserException(file + ": no such file, expected an image", e);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static boolean begins(byte[] bytes, int... magic) {
        if (bytes.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((bytes[i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
