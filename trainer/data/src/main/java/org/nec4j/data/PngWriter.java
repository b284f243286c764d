package org.nec4j.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.nec4j.codec.io.AtomicFile;

/** Writes grey and RGB images as PNG. */
public final class PngWriter {
    private PngWriter() {}

    /**
     * Replaces a file, missing folders included.
     *
     * @param image of 1 or 3 channels
     * @throws org.nec4j.codec.error.UserException if it cannot be written
     */
    public static void write(Path file, ByteImage image) {
        AtomicFile.write(file, bytes(image));
    }

    /** The file's content for an image of 1 or 3 channels. */
    public static byte[] bytes(ByteImage image) {
        if (image.channels() != 1 && image.channels() != 3) {
            throw new IllegalArgumentException(image.channels() + " channels cannot be written as a PNG");
        }
        boolean grey = image.channels() == 1;
        BufferedImage picture = new BufferedImage(
                image.width(), image.height(), grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                if (grey) {
                    picture.getRaster().setSample(x, y, 0, image.at(x, y, 0));
                } else {
                    picture.setRGB(x, y, image.at(x, y, 0) << 16 | image.at(x, y, 1) << 8 | image.at(x, y, 2));
                }
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(picture, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
